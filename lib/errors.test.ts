import { expect, test, vi } from 'vitest';

/** The classes once more, as another bundle has them. */
async function again() {
  vi.resetModules();
  const [errors, azure, refusal] = await Promise.all([
    import('./errors.ts'),
    import('#lib/domain/azure/azure-gateway'),
    import('./auth/authenticate.ts'),
  ]);
  return { ...errors, ...azure, ...refusal };
}

test('an error is known whichever copy of its class made it, and is no other', async () => {
  const [one, other] = [await again(), await again()];
  expect(one.TenkoError).not.toBe(other.TenkoError);
  const plain = new one.TenkoError('not_found', 'none');
  const refusal = new one.Refusal('not_authorized', 'no', {
    kind: 'api_key',
    name: 'a',
    requestId: 'r',
  } as never);
  expect(plain).toBeInstanceOf(other.TenkoError);
  expect(plain).not.toBeInstanceOf(other.Refusal);
  expect(plain).not.toBeInstanceOf(other.AzureError);
  expect(refusal).toBeInstanceOf(other.Refusal);
  expect(refusal).toBeInstanceOf(other.TenkoError);
  for (const value of [new Error('a'), null, undefined, 'text', {}, Object.create(null)])
    expect(value instanceof other.TenkoError).toBe(false);
});
