import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Database } from '#lib/db/core/database';
import type { PersonalPlaceName } from '#lib/db/people/personal-places';
import { printable } from '#lib/domain/text/shown-text';
import { readEnv } from '#lib/env';
import { type Erasure, erasePerson } from '#lib/privacy/erase-person';
import { exportPerson } from '#lib/privacy/export-person';
import { withCommandDatabase } from './command-database.ts';
import { readPersonalDataArguments, usage } from './personal-data-arguments.ts';
import { runAsProgram } from './program.ts';

async function writeExport(db: Database, user: string, file: string | null): Promise<void> {
  const text = exportPerson(db, user, { now: new Date() });
  if (file === null) {
    for await (const part of text) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
    return;
  }
  // Never overwrites a file, and only the owner can read it
  const handle = await open(file, 'wx', 0o600);
  try {
    await pipeline(text, handle.createWriteStream());
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  console.log(
    `Written to ${file}. Texts from Microsoft in it may name other people. Check it before you pass it on.`,
  );
}

async function erase(db: Database, user: string, write: boolean): Promise<void> {
  const erasure = await erasePerson(db, user, { write, now: new Date() });
  for (const line of erasureLines(user, erasure, { write, auditDays: readEnv().retentionDays.audit })) {
    console.log(printable(line));
  }
  const left = messagesLeft(erasure);
  if (!write || left === 0) return;
  const messages = left === 1 ? 'One message is' : `${left} messages are`;
  throw new Error(`${messages} on the way to Microsoft: run this again once Microsoft has responded.`);
}

const day = 86_400_000;

const named: Record<PersonalPlaceName, [one: string, many: string]> = {
  devices: ['device without its user', 'devices without their user'],
  checkIns: ['check-in', 'check-ins'],
  rejections: ['rejected check-in', 'rejected check-ins'],
  reports: ['report', 'reports'],
  messages: ['message to Microsoft', 'messages to Microsoft'],
  azureCalls: ['response from Microsoft', 'responses from Microsoft'],
  bulkActions: ['bulk action', 'bulk actions'],
  tags: ['name in a tag', 'names in tags'],
  deviceNotes: ['name in a note', 'names in notes'],
  savedViews: ['saved view', 'saved views'],
  policies: ['name in a policy', 'names in policies'],
  policyVersions: ['name in a version of a policy', 'names in versions of policies'],
  versionLists: ['name in a version list', 'names in version lists'],
  policyExceptions: ['exception from a policy', 'exceptions from policies'],
  sources: ['name in a source', 'names in sources'],
  sourceRuns: ['name in a run of a source', 'names in runs of sources'],
  sourceSkips: ['record that a source run left out', 'records that source runs left out'],
  alertChanges: ['change that alerts are made of', 'changes that alerts are made of'],
  alertEvents: ['name in an alert', 'names in alerts'],
  alertDestinations: ['name in an alert destination', 'names in alert destinations'],
  alertRules: ['name in an alert rule', 'names in alert rules'],
  exportSchedules: ['name in a scheduled export', 'names in scheduled exports'],
  userMail: ['name in the mail to users', 'names in the mail to users'],
  alertDeliveries: ['alert to the person, deleted', 'alerts to the person, deleted'],
  apiKeys: ['name in an API key', 'names in API keys'],
  walks: ['name in a resync', 'names in resyncs'],
  connection: ['name in the connection', 'names in the connection'],
  entraChanges: ['name in a problem with changes in Entra', 'names in problems with changes in Entra'],
  entraObjects: ['device name in Entra', 'device names in Entra'],
  signInAttempts: ['attempt to sign in, deleted', 'attempts to sign in, deleted'],
  sessions: ['session, ended', 'sessions, ended'],
  preferences: ['set of preferences, deleted', 'sets of preferences, deleted'],
  usersLookedUp: ['Graph lookup, deleted', 'Graph lookups, deleted'],
  auditEvents: ['audit log event', 'audit log events'],
};

function messagesLeft({ left }: Erasure): number {
  return left.messages ?? 0;
}

/** What an erasure did, or would do. */
function erasureLines(
  user: string,
  erasure: Erasure,
  { write, auditDays }: { write: boolean; auditDays: number },
): string[] {
  const { person, mark, erased, left } = erasure;
  const rows = Object.entries(erased) as [PersonalPlaceName, number][];
  if (rows.length === 0 && Object.keys(left).length === 0) return [`Tenko keeps nothing about ${user}.`];
  const known = [...person.principalNames, ...person.azureUserIds, ...person.displayNames];
  return [
    `Known as ${known.join(', ')}.`,
    ...(rows.length === 0 ? [] : [write ? `Erased and replaced by ${mark}:` : 'Would be erased:']),
    ...rows.map(([name, count]) => `  ${count} ${named[name][count === 1 ? 0 : 1]}`),
    ...leftLines(erasure, auditDays),
    ...deviceLines(erasure),
    'Microsoft keeps its own copy, and so do backups, exports and logs: see Privacy in the README.',
    ...(write || rows.length === 0 ? [] : ['Nothing was changed. To erase all this permanently, add --yes.']),
  ];
}

function leftLines({ left, lastEventAt }: Erasure, auditDays: number): string[] {
  const { messages = 0, auditEvents = 0 } = left;
  const until = lastEventAt === null ? null : new Date(lastEventAt.getTime() + auditDays * day);
  return [
    ...(messages > 0
      ? [`Kept until Microsoft has responded: ${messages} ${named.messages[messages === 1 ? 0 : 1]}.`]
      : []),
    ...(auditEvents > 0 && until !== null
      ? [
          `Kept: ${auditEvents} ${named.auditEvents[auditEvents === 1 ? 0 : 1]}, which nobody can change. The last one is deleted automatically on ${until.toISOString().slice(0, 10)}.`,
        ]
      : []),
  ];
}

function deviceLines({ person }: Erasure): string[] {
  const managed = [...person.devices.values()].filter((device) => device.managed).length;
  if (managed === 0) return [];
  return [
    `${managed} of the devices ${managed === 1 ? 'is' : 'are'} managed. The next check-in brings the user back, unless the user is removed from the MDM first. A device without a user cannot be reported.`,
  ];
}

/** `npm run personal-data`: exports, or erases, all that is kept of one person. */
await runAsProgram(async () => {
  const given = readPersonalDataArguments(process.argv.slice(2));
  await withCommandDatabase(
    (db) =>
      given.command === 'export'
        ? writeExport(db, given.user, given.file)
        : erase(db, given.user, given.write),
    { maxConnections: 2 },
  );
}, usage);
