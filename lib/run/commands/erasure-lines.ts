import type { PersonalPlaceName } from '#lib/db/people/personal-places';
import type { Erasure } from '#lib/privacy/erase-person';

const day = 86_400_000;

const named: Record<PersonalPlaceName, [one: string, many: string]> = {
  devices: ['device without its user', 'devices without their user'],
  checkIns: ['check-in', 'check-ins'],
  rejections: ['rejected check-in', 'rejected check-ins'],
  reports: ['report', 'reports'],
  messages: ['message to Microsoft', 'messages to Microsoft'],
  azureCalls: ['answer of Microsoft', 'answers of Microsoft'],
  bulkActions: ['bulk action', 'bulk actions'],
  savedViews: ['saved view', 'saved views'],
  apiKeys: ['name beside an API key', 'names beside API keys'],
  walks: ['name beside a resync', 'names beside resyncs'],
  connection: ['name beside the connection', 'names beside the connection'],
  signInAttempts: ['attempt to sign in, deleted', 'attempts to sign in, deleted'],
  sessions: ['session, ended', 'sessions, ended'],
  preferences: ['set of preferences, deleted', 'sets of preferences, deleted'],
  usersLookedUp: ['look-up at Graph, deleted', 'look-ups at Graph, deleted'],
  auditEvents: ['event of the audit log', 'events of the audit log'],
};

export function messagesLeft({ left }: Erasure): number {
  return left.messages ?? 0;
}

/** What an erasure did, or would do, for whoever runs it. */
export function erasureLines(
  user: string,
  erasure: Erasure,
  { write, auditDays }: { write: boolean; auditDays: number },
): string[] {
  const { person, mark, erased, left } = erasure;
  const rows = Object.entries(erased) as [PersonalPlaceName, number][];
  if (rows.length === 0 && Object.keys(left).length === 0) return [`Nothing that is kept names ${user}.`];
  const known = [...person.principalNames, ...person.azureUserIds, ...person.displayNames];
  return [
    `Known as ${known.join(', ')}.`,
    ...(rows.length === 0 ? [] : [write ? `Erased; ${mark} stands in their place:` : 'Would be erased:']),
    ...rows.map(([name, count]) => `  ${count} ${named[name][count === 1 ? 0 : 1]}`),
    ...leftLines(erasure, auditDays),
    ...deviceLines(erasure),
    'Microsoft keeps its own copy, and so do backups, exports and logs: see Privacy in the README.',
    ...(write || rows.length === 0 ? [] : ['Nothing was changed. To erase all this for good, add --yes.']),
  ];
}

function leftLines({ left, lastEventAt }: Erasure, auditDays: number): string[] {
  const { messages = 0, auditEvents = 0 } = left;
  const until = lastEventAt === null ? null : new Date(lastEventAt.getTime() + auditDays * day);
  return [
    ...(messages > 0
      ? [`Stay until Microsoft has answered: ${messages} ${named.messages[messages === 1 ? 0 : 1]}.`]
      : []),
    ...(auditEvents > 0 && until !== null
      ? [
          `Stay: ${auditEvents} ${named.auditEvents[auditEvents === 1 ? 0 : 1]}, which nobody can change; the last goes by itself on ${until.toISOString().slice(0, 10)}.`,
        ]
      : []),
  ];
}

function deviceLines({ person }: Erasure): string[] {
  const managed = [...person.devices.values()].filter((device) => device.managed).length;
  if (managed === 0) return [];
  return [
    `${managed} of the devices ${managed === 1 ? 'is' : 'are'} managed: the next check-in brings the user again, unless the MDM forgets them first; without a user a device cannot be reported.`,
  ];
}
