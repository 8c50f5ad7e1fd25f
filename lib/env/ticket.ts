import { z } from 'zod';

/** What a placeholder of a ticket's address can stand for; each is a fact of a device. */
const ticketFields = [
  'deviceName',
  'serialNumber',
  'externalId',
  'feed',
  'os',
  'model',
  'userPrincipalName',
  'userDisplayName',
  'azureDeviceId',
  'verdict',
  'codes',
  'nextStep',
  'deviceUrl',
] as const;
type TicketField = (typeof ticketFields)[number];

/** An address in parts: text as it is, and what a device's fact takes the place of */
export type TicketTemplate = readonly (string | { field: TicketField })[];

const placeholder = /\{([^{}]*)\}/;
const words =
  'an https:// address with placeholders behind its ?, such as https://tickets.example/new?title={deviceName}&why={codes}';
const known = ticketFields.map((field) => `{${field}}`).join(', ');

/** With placeholders behind the ? or # only, no device can lead to another host or path. */
function isAddress(value: string): boolean {
  const [before = ''] = value.split(/[?#]/, 1);
  if (/[\s\\{}]/.test(before) || /\s/.test(value) || !URL.canParse(before)) return false;
  const { protocol, username, password } = new URL(before);
  return protocol === 'https:' && username === '' && password === '';
}

const isField = (name: string): name is TicketField => ticketFields.some((field) => field === name);

/** Every second part is the name of a placeholder. */
const partsOf = (value: string) => value.split(placeholder);

export const ticketVariables = {
  TENKO_TICKET_URL: z
    .string()
    .refine(isAddress, words)
    .refine(
      (value) =>
        partsOf(value).every((part, index) => (index % 2 === 0 ? !/[{}]/.test(part) : isField(part))),
      `an address whose placeholders are of these: ${known}`,
    )
    .transform(
      (value): TicketTemplate =>
        partsOf(value).map((part, index) => (index % 2 === 1 && isField(part) ? { field: part } : part)),
    )
    .optional()
    .describe(
      'Address that opens a ticket about a device, such as https://tickets.example/new?title={deviceName}&why={codes}',
    ),
};
