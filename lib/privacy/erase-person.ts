import { randomBytes } from 'node:crypto';
import { chunk } from 'es-toolkit';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { publishChange } from '#lib/db/core/publish-change';
import { refreshSearchTexts } from '#lib/db/device-list/search-texts';
import { recordAudit } from '#lib/db/people/audit';
import { type PersonalPlace, type PersonalPlaceName, personalPlaces } from '#lib/db/people/personal-places';
import {
  deletePersonalRows,
  forgetEntraNames,
  lockPersonalRows,
  type PersonalRow,
  writePersonalRows,
} from '#lib/db/people/personal-rows';
import { commandLine } from '#lib/domain/people/actor';
import { personFinder } from '#lib/domain/people/person';
import { type IdentifiedPerson, identifyPerson } from './identify-person.ts';
import { checkInsNaming, rowsNaming } from './rows-naming-person.ts';
import { scrubOf } from './scrub-row.ts';

export interface Erasure {
  person: IdentifiedPerson;
  /** What replaces the person */
  mark: string;
  /** Rows that lost, or would lose, the person */
  erased: Partial<Record<PersonalPlaceName, number>>;
  /** Rows that go on naming the person, and why is known: messages on their way, the audit log */
  left: Partial<Record<PersonalPlaceName, number>>;
  /** When the newest event that names the person was written */
  lastEventAt: Date | null;
}

/**
 * First whatever only tells of the person, then what they are known by: a run that broke off is finished by the next.
 */
const history = [
  'messages',
  'azureCalls',
  'rejections',
  'reports',
  'bulkActions',
  'tags',
  'deviceNotes',
  'savedViews',
  'policies',
  'policyVersions',
  'versionLists',
  'policyExceptions',
  'sourceRuns',
  'sourceSkips',
  'alertChanges',
  'alertEvents',
  'alertDeliveries',
] as const;
const admin = [
  'sources',
  'alertDestinations',
  'alertRules',
  'exportSchedules',
  'userMail',
  'apiKeys',
  'walks',
  'connection',
  'entraChanges',
  'entraObjects',
  'signInAttempts',
  'preferences',
  'auditEvents',
] as const;
const identity = ['usersLookedUp', 'sessions'] as const;
const rowsAtOnce = 500;
/** Clocks of workers may differ by so much. */
const clocksMs = 10 * 60_000;

/** Takes a person out of everything but the audit log and messages on their way. `write: false` only counts. */
export async function erasePerson(
  db: Database,
  user: string,
  { write, now }: { write: boolean; now: Date },
): Promise<Erasure> {
  const person = await identifyPerson(db, user);
  const erasure: Erasure = {
    person,
    mark: `erased-${randomBytes(4).toString('hex')}`,
    erased: {},
    left: {},
    lastEventAt: null,
  };
  const eraser = new Eraser(db, erasure, write);
  await eraser.eraseCheckIns();
  for (const name of [...history, ...admin]) await eraser.erase(name);
  await eraser.erase('devices');
  if (write) {
    // What was written while the devices still had their user
    await eraser.eraseCheckIns();
    await eraser.erase('messages', new Date(now.getTime() - clocksMs));
  }
  for (const name of identity) await eraser.erase(name);
  if (write && Object.keys(erasure.erased).length > 0) {
    const details = { erased: erasure.erased, left: erasure.left };
    const entry = { action: 'personal_data.erase', target: erasure.mark, details, now } as const;
    await recordAudit(db.pool, { actor: commandLine, ...entry });
  }
  return erasure;
}

class Eraser {
  private readonly db: Database;
  private readonly erasure: Erasure;
  private readonly write: boolean;
  private readonly finder;

  constructor(db: Database, erasure: Erasure, write: boolean) {
    this.db = db;
    this.erasure = erasure;
    this.write = write;
    this.finder = personFinder(erasure.person);
  }

  async eraseCheckIns(): Promise<void> {
    for await (const rows of checkInsNaming(this.db, this.erasure.person, this.finder)) {
      await this.take('checkIns', rows);
    }
  }

  async erase(name: PersonalPlaceName, madeSince: Date | null = null): Promise<void> {
    const { person } = this.erasure;
    // Counted again, where a table is read again
    delete this.erasure.left[name];
    const search = { person, finder: this.finder, madeSince };
    for await (const rows of rowsNaming(this.db, name, search)) await this.take(name, rows);
  }

  private async take(name: PersonalPlaceName, rows: readonly PersonalRow[]): Promise<void> {
    const { mark, erased, left } = this.erasure;
    const place = personalPlaces[name];
    const leaving = rows.filter((row) => scrubOf[name](row, this.finder, mark) === 'leave');
    if (leaving.length > 0) left[name] = (left[name] ?? 0) + leaving.length;
    if (name === 'auditEvents') this.noteEvents(leaving);
    const keys = rows.filter((row) => !leaving.includes(row)).map((row) => String(row[place.key]));
    if (keys.length > 0) erased[name] = (erased[name] ?? 0) + keys.length;
    if (!this.write) return;
    for (const part of chunk(keys, rowsAtOnce)) {
      await this.db.transaction((tx) => this.eraseLocked(tx, name, place, part));
    }
  }

  private async eraseLocked(
    tx: Transaction,
    name: PersonalPlaceName,
    place: PersonalPlace,
    keys: readonly string[],
  ): Promise<void> {
    const locked = await lockPersonalRows(tx, place, keys);
    const scrubbed = locked.map((row) => ({ row, to: scrubOf[name](row, this.finder, this.erasure.mark) }));
    const gone = scrubbed.filter(({ to }) => to === 'delete').map(({ row }) => String(row[place.key]));
    const kept = scrubbed.flatMap(({ to }) => (typeof to === 'object' && to !== null ? [to] : []));
    await deletePersonalRows(tx, place, gone);
    await writePersonalRows(tx, place, kept);
    if (['policies', 'policyExceptions', 'versionLists'].includes(name))
      publishChange(tx, { topics: ['policies'] });
    if (name === 'sources' || name === 'sourceRuns') publishChange(tx, { topics: ['sources'] });
    if (name === 'savedViews') publishChange(tx, { topics: ['views'] });
    if (name !== 'devices') return;
    await refreshSearchTexts(tx, keys);
    await forgetEntraNames(tx, keys);
    publishChange(tx, { devices: keys });
  }

  private noteEvents(events: readonly PersonalRow[]): void {
    for (const { at } of events) {
      const time = new Date(String(at));
      if (this.erasure.lastEventAt === null || time > this.erasure.lastEventAt)
        this.erasure.lastEventAt = time;
    }
  }
}
