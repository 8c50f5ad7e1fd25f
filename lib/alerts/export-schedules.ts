import { v7 as uuidv7 } from 'uuid';
import {
  deleteScheduleRow,
  lockSchedule,
  putSchedule,
  type ScheduleChoices,
  type ScheduleRow,
  selectSchedules,
} from '#lib/db/alerts/export-schedules';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { nextExportAt } from '#lib/domain/alerts/export-schedule';
import type { Actor } from '#lib/domain/people/actor';
import { minuteOfTime, timeOfMinute } from '#lib/domain/text/zoned-time';
import type { ExportScheduleInput, ExportScheduleItem } from '../contract/export-schedule.ts';
import { TenkoError } from '../errors.ts';
import { countExported, queueExport } from './queue-exports.ts';
import { requireDestinations } from './rules.ts';

export async function listSchedules(db: Database): Promise<{ items: ExportScheduleItem[] }> {
  return { items: (await selectSchedules(db.pool)).map(itemOf) };
}

/** Throws `not_found`. */
export async function getSchedule(db: Database, id: string): Promise<ExportScheduleItem> {
  const [row] = await selectSchedules(db.pool, id);
  if (row === undefined) throw notFound(id);
  return itemOf(row);
}

/** Throws `invalid_input` where a destination is not there. */
export async function createSchedule(
  db: Database,
  input: ExportScheduleInput,
  actor: Actor,
  now: Date,
): Promise<ExportScheduleItem> {
  const id = uuidv7();
  const choices = choicesOf(input);
  await db.transaction(async (tx) => {
    await requireDestinations(tx, choices.destinationIds);
    await putSchedule(tx, { ...choices, id, nextAt: nextOf(choices, now), at: now, by: actor.name });
    const after = factsOf(choices);
    await recordAudit(tx, { actor, action: 'export_schedule.create', target: id, after, now });
  });
  return getSchedule(db, id);
}

/** Throws `not_found`, and as `createSchedule`. */
export async function changeSchedule(
  db: Database,
  id: string,
  input: ExportScheduleInput,
  actor: Actor,
  now: Date,
): Promise<ExportScheduleItem> {
  const choices = choicesOf(input);
  await db.transaction(async (tx) => {
    const stored = await lockSchedule(tx, id);
    if (stored === null) throw notFound(id);
    await requireDestinations(tx, choices.destinationIds);
    await putSchedule(tx, { ...choices, id, nextAt: nextOf(choices, now), at: now, by: actor.name });
    const [before, after] = [factsOf(stored), factsOf(choices)];
    await recordAudit(tx, { actor, action: 'export_schedule.change', target: id, before, after, now });
  });
  return getSchedule(db, id);
}

/** Throws `not_found`. */
export async function deleteSchedule(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const stored = await lockSchedule(tx, id);
    if (stored === null || !(await deleteScheduleRow(tx, id))) throw notFound(id);
    const before = factsOf(stored);
    await recordAudit(tx, { actor, action: 'export_schedule.delete', target: id, before, now });
  });
  return { id };
}

/** Sends it now, whatever its time is and even if it is off. Throws `not_found`, and `no_destination`. */
export async function sendSchedule(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ id: string; sentTo: string[] }> {
  const { filter } = await getSchedule(db, id);
  const count = await countExported(db, filter, now);
  return db.transaction(async (tx) => {
    const stored = await lockSchedule(tx, id);
    if (stored === null) throw notFound(id);
    const sentTo = await queueExport(tx, { ...stored, whenEmpty: true }, { count, now });
    if (sentTo.length === 0) {
      throw new TenkoError('no_destination', 'All destinations of this export are off, or deleted.');
    }
    const details = { destinations: sentTo };
    await recordAudit(tx, { actor, action: 'export_schedule.send', target: id, details, now });
    return { id, sentTo };
  });
}

function nextOf(choices: ScheduleChoices, now: Date): Date | null {
  return choices.enabled ? nextExportAt(choices, now) : null;
}

function choicesOf(input: ExportScheduleInput): ScheduleChoices {
  const { name, filter, sort, every, weekday, dayOfMonth, timeZone, whenEmpty, enabled } = input;
  const times = { every, weekday, dayOfMonth, minute: minuteOfTime(input.at), timeZone };
  const columns = [...new Set(input.columns)];
  const destinationIds = [...new Set(input.destinationIds)];
  return { name, filter, sort, columns, ...times, destinationIds, whenEmpty, enabled };
}

function itemOf({ minute, ...row }: ScheduleRow): ExportScheduleItem {
  return {
    ...row,
    at: timeOfMinute(minute),
    nextAt: row.nextAt?.toISOString() ?? null,
    lastRunAt: row.lastRunAt?.toISOString() ?? null,
    lastSentAt: row.lastSentAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function notFound(id: string): TenkoError {
  return new TenkoError('not_found', `Scheduled export ${id} not found.`);
}

/** For the audit log: the filter as text. */
function factsOf({ minute, ...choices }: ScheduleChoices) {
  const { name, columns, every, weekday, dayOfMonth, timeZone, destinationIds, whenEmpty, enabled } = choices;
  return {
    name,
    filter: JSON.stringify(choices.filter),
    sort: choices.sort,
    columns: columns.join(', '),
    every,
    weekday,
    dayOfMonth,
    at: timeOfMinute(minute),
    timeZone,
    destinationIds,
    whenEmpty,
    enabled,
  };
}
