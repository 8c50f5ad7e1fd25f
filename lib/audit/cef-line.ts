import type { AuditEvent } from '../contract/audit-event.ts';

/** ArcSight's limits: custom strings hold 4,000 characters, the others 1,023 */
const longest = { custom: 4000, other: 1023 } as const;
const severity = { done: 3, refused: 6 } as const;

/**
 * An event as one line of ArcSight CEF, version 0. In the header backslash and pipe are escaped, in the extension
 * backslash and equals sign; a line break is `\n` there, and no other control character gets through.
 * https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/cef-implementation-standard/
 */
export function cefLine(event: AuditEvent, version: string): string {
  const head = ['Tenko', 'Tenko', version, event.action, event.action].map(header).join('|');
  const extension = Object.entries(fieldsOf(event))
    .filter((field): field is [string, string | number] => field[1] !== null && field[1] !== '')
    .map(([name, value]) => `${name}=${extensionValue(name, String(value))}`);
  return `CEF:0|${head}|${severity[event.outcome]}|${extension.join(' ')}\n`;
}

function fieldsOf(event: AuditEvent): Record<string, string | number | null> {
  const { actor, address } = event;
  const ipv6 = address?.includes(':') ?? false;
  return {
    rt: Date.parse(event.at),
    externalId: event.id,
    outcome: event.outcome,
    cnt: event.count,
    suser: actor.name,
    suid: actor.id,
    src: ipv6 ? null : address,
    ...(ipv6 ? { c6a2: address, c6a2Label: 'Source IPv6 Address' } : {}),
    requestClientApplication: event.userAgent,
    ...custom(1, 'target', event.target),
    ...custom(2, 'requestId', event.requestId),
    ...custom(3, 'before', json(event.before)),
    ...custom(4, 'after', json(event.after)),
    ...custom(5, 'details', json(event.details)),
    ...custom(6, 'actorKind', actor.kind),
  };
}

function custom(number: number, label: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [`cs${number}`]: value, [`cs${number}Label`]: label };
}

function json(facts: Record<string, unknown> | null): string | null {
  return facts === null || Object.keys(facts).length === 0 ? null : JSON.stringify(facts);
}

/** Line separators of Unicode end a line for some readers, too. */
const breaks = /\r\n|[\n\r\u0085\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken out
const controls = /[\u0000-\u001f\u007f-\u009f]/g;

function header(text: string): string {
  return text.replace(breaks, ' ').replace(controls, ' ').replace(/[\\|]/g, '\\$&').toWellFormed();
}

function extensionValue(name: string, value: string): string {
  const most = /^cs\d$/.test(name) ? longest.custom : longest.other;
  return value
    .slice(0, most)
    .toWellFormed()
    .replace(/[\\=]/g, '\\$&')
    .replace(breaks, '\\n')
    .replace(controls, ' ');
}
