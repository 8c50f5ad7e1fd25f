import { v7 as uuidv7 } from 'uuid';

export const anna = {
  principalName: 'anna@example.com',
  displayName: 'Anna Schmidt',
  azureUserId: '6f0b0f6e-5a9d-4c0e-9a53-0f6c8f1f2a01',
};
export const bob = { principalName: 'bob@example.com', displayName: 'Bob Meier', azureUserId: uuidv7() };
export const joanna = {
  principalName: 'joanna@example.com',
  displayName: 'Joanna Weiß',
  azureUserId: uuidv7(),
};
/** Bears the same name, and is another one */
export const otherAnna = {
  principalName: 'a.schmidt@example.com',
  displayName: 'Anna Schmidt',
  azureUserId: null,
};
/** Her object id in Entra before her account was created again there: only an old message has it */
export const formerId = 'b3c7e1aa-0f10-4a8e-8a55-4f2a7c0d9e11';

export const now = new Date();
export const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
export type User = Partial<Record<keyof typeof anna, string | null>>;

export function azureIdOf(externalId: string): string {
  return `00000000-0000-4000-8000-${Buffer.from(externalId.padEnd(6, '-').slice(0, 6)).toString('hex')}`;
}
