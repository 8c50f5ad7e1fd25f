import { chunk } from 'es-toolkit';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { type ChangingCheckIn, type DeviceUser, readChangesOf } from '#lib/db/people/personal-identity';
import type { PersonalPlaceName } from '#lib/db/people/personal-places';
import {
  type DeviceHistory,
  type Period,
  type PersonalRow,
  readBulkItems,
  readDeviceHistory,
  readDeviceRows,
  readEntraObjects,
} from '#lib/db/people/personal-rows';
import { commandLine } from '#lib/domain/people/actor';
import { type PersonFinder, personFinder } from '#lib/domain/people/person';
import { type IdentifiedPerson, identifyPerson } from './identify-person.ts';
import { rowsNaming } from './rows-naming-person.ts';
import { entriesOfPerson } from './scrub-message.ts';
import { checkInWithoutOthers, withoutOthers } from './without-others.ts';

const pageSize = 500;
const devicesAtOnce = 200;
/** What is kept about a person besides their devices, in the order of the document */
const tables = [
  'rejections',
  'usersLookedUp',
  'sessions',
  'signInAttempts',
  'preferences',
  'tags',
  'deviceNotes',
  'savedViews',
  'bulkActions',
  'policies',
  'policyVersions',
  'versionLists',
  'policyExceptions',
  'sources',
  'sourceRuns',
  'sourceSkips',
  'alertEvents',
  'alertDestinations',
  'alertRules',
  'exportSchedules',
  'userMail',
  'alertDeliveries',
  'apiKeys',
  'walks',
  'connection',
  'entraChanges',
  'azureCalls',
  'auditEvents',
] as PersonalPlaceName[];

/**
 * One JSON document with all that is kept of a person, as text, read as it is taken. Of devices that changed hands, only
 * what was while they were theirs. What was taken, whole or in part, is audited at the end.
 */
export async function* exportPerson(
  db: Database,
  user: string,
  { now }: { now: Date },
): AsyncGenerator<string> {
  const person = await identifyPerson(db, user);
  const exporter = new Exporter(db, person);
  let complete = false;
  try {
    const { principalNames, azureUserIds, displayNames } = person;
    const head = { exportedAt: now.toISOString(), person: { principalNames, azureUserIds, displayNames } };
    yield JSON.stringify(head, null, 2).slice(0, -2);
    for (const [name, rows] of exporter.sections()) {
      yield `,\n  "${name}": [`;
      let separator = '\n    ';
      for await (const row of rows) {
        yield `${separator}${JSON.stringify(row)}`;
        separator = ',\n    ';
        exporter.counts[name] = (exporter.counts[name] ?? 0) + 1;
      }
      yield ']';
    }
    yield '\n}\n';
    complete = true;
  } finally {
    const details = { of: user.trim().toLowerCase(), counts: exporter.counts, complete };
    await recordAudit(db.pool, {
      actor: commandLine,
      action: 'personal_data.export',
      target: null,
      details,
      now,
    });
  }
}

class Exporter {
  readonly counts: Record<string, number> = {};
  private readonly db: Database;
  private readonly person: IdentifiedPerson;
  private readonly finder: PersonFinder;

  constructor(db: Database, person: IdentifiedPerson) {
    this.db = db;
    this.person = person;
    this.finder = personFinder(person);
  }

  *sections(): Generator<[name: string, rows: AsyncIterable<unknown>]> {
    yield ['devices', this.devices()];
    yield ['formerDevices', this.formerDevices()];
    yield ['checkIns', this.history('checkIns')];
    yield ['entraReadings', this.history('entraReadings')];
    yield ['entraObjects', this.entraObjects()];
    yield ['reports', this.history('reports')];
    yield ['notes', this.history('notes')];
    yield ['messages', this.messages()];
    yield ['bulkItems', this.bulkItems()];
    for (const name of tables) yield [name, this.table(name)];
    yield ['reportsAskedFor', this.table('reports')];
  }

  private async *devices(): AsyncGenerator<PersonalRow> {
    for (const ids of chunk([...this.person.devices.keys()], devicesAtOnce)) {
      for (const row of await readDeviceRows(this.db, ids)) yield withoutOthers(row, this.finder);
    }
  }

  /** Only what stays the same when a device changes hands. */
  private async *formerDevices(): AsyncGenerator<PersonalRow> {
    for await (const { device, periods } of this.periods(this.person.formerDevices)) {
      const { id, feed, external_id, serial_number, os, manufacturer, model } = device;
      const kept = { id, feed, external_id, serial_number, os, manufacturer, model, periods };
      yield withoutOthers(kept, this.finder);
    }
  }

  private async *history(name: DeviceHistory): AsyncGenerator<PersonalRow> {
    const shown = name === 'checkIns' ? checkInWithoutOthers : withoutOthers;
    const ids = [...this.person.devices.keys(), ...this.person.formerDevices];
    for await (const { device, periods } of this.periods(ids)) {
      for (const period of periods) {
        let after: Parameters<typeof readDeviceHistory>[2]['after'] = null;
        do {
          const query = { deviceId: String(device.id), period, after, limit: pageSize };
          const { rows, next } = await readDeviceHistory(this.db, name, query);
          for (const row of rows) yield shown(row, this.finder);
          after = next;
        } while (after !== null);
      }
    }
  }

  private async *periods(
    deviceIds: readonly string[],
  ): AsyncGenerator<{ device: PersonalRow; periods: Period[] }> {
    for (const ids of chunk([...deviceIds], devicesAtOnce)) {
      for (const device of await readDeviceRows(this.db, ids)) {
        const changes = await readChangesOf(this.db, String(device.id));
        yield { device, periods: periodsOfUse(usersOf(device), changes, this.finder) };
      }
    }
  }

  /** Whole messages are about many people: only the part about this one. */
  private async *messages(): AsyncGenerator<PersonalRow> {
    for await (const rows of rowsNaming(this.db, 'messages', { person: this.person, finder: this.finder })) {
      for (const { body, device_count: _count, failed_count: _failed, ...row } of rows) {
        const entries = typeof body === 'string' ? entriesOfPerson(body, this.finder) : [];
        yield withoutOthers({ ...row, entries }, this.finder);
      }
    }
  }

  private async *bulkItems(): AsyncGenerator<PersonalRow> {
    for (const ids of chunk([...this.person.devices.keys()], devicesAtOnce)) {
      for (const row of await readBulkItems(this.db, ids)) yield withoutOthers(row, this.finder);
    }
  }

  /** Of the person's devices, and others whose name has the person in it. */
  private async *entraObjects(): AsyncGenerator<PersonalRow> {
    const seen = new Set<unknown>();
    for (const ids of chunk([...this.person.devices.keys()], devicesAtOnce)) {
      for (const row of await readEntraObjects(this.db, ids)) {
        seen.add(row.object_id);
        yield withoutOthers(row, this.finder);
      }
    }
    for await (const row of this.table('entraObjects')) if (!seen.has(row.object_id)) yield row;
  }

  private async *table(name: PersonalPlaceName): AsyncGenerator<PersonalRow> {
    for await (const rows of rowsNaming(this.db, name, { person: this.person, finder: this.finder })) {
      for (const row of rows) yield withoutOthers(row, this.finder);
    }
  }
}

function usersOf(
  row: PersonalRow,
): Pick<DeviceUser, 'userPrincipalName' | 'azureUserPrincipalName' | 'userAzureId'> {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    userPrincipalName: text(row.user_principal_name),
    azureUserPrincipalName: text(row.azure_user_principal_name),
    userAzureId: text(row.user_azure_id),
  };
}

const fields = ['userPrincipalName', 'azureUserPrincipalName', 'userAzureId'] as const;
type Users = Record<(typeof fields)[number], unknown>;

/**
 * When a device was the person's, the oldest first: read back from whose it is now through the changes of its check-ins
 * (the oldest first). Before the first that is remembered, it was whose it was then.
 */
export function periodsOfUse(
  now: Pick<DeviceUser, keyof Users>,
  changes: readonly Pick<ChangingCheckIn, 'checkedInAt' | 'changes'>[],
  finder: PersonFinder,
): Period[] {
  const periods: Period[] = [];
  const users: Users = { ...now };
  const isTheirs = () => fields.some((field) => finder.is(users[field]));
  let to: string | null = null;
  for (const checkIn of changes.toReversed()) {
    const handed = checkIn.changes.filter(({ field }) => isUserField(field));
    if (handed.length === 0) continue;
    if (isTheirs()) putBefore(periods, { from: checkIn.checkedInAt, to });
    to = checkIn.checkedInAt;
    for (const { field, from } of handed) if (isUserField(field)) users[field] = from;
  }
  if (isTheirs()) putBefore(periods, { from: null, to });
  return periods.toReversed();
}

/** One that ends where the next begins is part of it: the person was only written in another way. */
function putBefore(periods: Period[], period: Period): void {
  const next = periods.at(-1);
  if (next !== undefined && next.from === period.to) next.from = period.from;
  else periods.push(period);
}

function isUserField(field: string): field is keyof Users {
  return fields.some((one) => one === field);
}
