/** What a ticket can say of a device. */
interface TicketDevice {
  id: string;
  name: string;
  serialNumber: string | null;
  externalId: string;
  feed: string;
  os: string;
  osVersion: string;
  model: string | null;
  userPrincipalName: string | null;
  userDisplayName: string | null;
  azureDeviceId: string | null;
  verdict: string;
  clientStatusCode: string | null;
  access: { because: string };
  entra: { problem: string | null } | null;
  failure: { code: string } | null;
  nextStep: { step: string };
}

const facts = {
  deviceName: ({ name }: TicketDevice) => name,
  serialNumber: ({ serialNumber }: TicketDevice) => serialNumber,
  externalId: ({ externalId }: TicketDevice) => externalId,
  feed: ({ feed }: TicketDevice) => feed,
  os: ({ os, osVersion }: TicketDevice) => `${os} ${osVersion}`,
  model: ({ model }: TicketDevice) => model,
  userPrincipalName: ({ userPrincipalName }: TicketDevice) => userPrincipalName,
  userDisplayName: ({ userDisplayName }: TicketDevice) => userDisplayName,
  azureDeviceId: ({ azureDeviceId }: TicketDevice) => azureDeviceId,
  verdict: ({ verdict }: TicketDevice) => verdict,
  codes: codesOf,
  nextStep: ({ nextStep }: TicketDevice) => nextStep.step,
  deviceUrl: ({ id }: TicketDevice, consoleUrl: string) => `${consoleUrl}/devices/${id}`,
};

/** The address of a new ticket in parts: text as it is, and facts that are filled in */
export type TicketTemplate = readonly (string | { readonly field: keyof typeof facts })[];

/** Why the device is in its state, in the words of the API: whoever reads the ticket finds them in Tenko. */
function codesOf(device: TicketDevice): string {
  const { access, entra, clientStatusCode, failure } = device;
  const client = clientStatusCode === 'Success' ? null : clientStatusCode;
  const codes = [access.because, entra?.problem ?? null, client, failure?.code ?? null];
  return [...new Set(codes.filter((code) => code !== null))].join(', ');
}

/** The address that opens a ticket about the device. Every fact is encoded; one that is not known is left empty. */
export function ticketLink(template: TicketTemplate, device: TicketDevice, consoleUrl: string): string {
  const filled = template.map((part) =>
    typeof part === 'string'
      ? part
      : encodeURIComponent((facts[part.field](device, consoleUrl) ?? '').toWellFormed()),
  );
  return filled.join('');
}
