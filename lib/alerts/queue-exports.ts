import { v7 as uuidv7 } from 'uuid';
import { insertDeliveries } from '#lib/db/alerts/alert-deliveries';
import { insertAlertEvents } from '#lib/db/alerts/alert-events';
import {
  findDueSchedule,
  findOpenDestinations,
  lockDueSchedule,
  noteRun,
  type ScheduleRow,
} from '#lib/db/alerts/export-schedules';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { countDevicesWithin } from '#lib/db/device-list/count-devices';
import { exportType } from '#lib/domain/alerts/alert-event';
import { type ExportedList, nextExportAt } from '#lib/domain/alerts/export-schedule';
import type { BoundedCount } from '#lib/domain/bounded-count';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { AlertWorker } from './alert-worker.ts';

/** Counts are exact up to here, as those of the list. */
const countedUpTo = 10_000;
const countWithinMs = 10_000;

/** What the event of an export says: what is sent is read as it goes out, so that no rows of devices lie in the queue. */
export interface DueExport extends ExportedList {
  export: { id: string; name: string };
  columns: string[];
  timeZone: string;
  /** Null: counting took too long */
  count: BoundedCount | null;
}

/**
 * Makes the messages of the next schedule that is due, once for its time, however many workers look and however many times
 * were missed. Returns whether there may be more.
 */
export async function queueDueExport({ db, log, clock }: AlertWorker): Promise<boolean> {
  const now = clock();
  const due = await findDueSchedule(db.pool, now);
  if (due === null) return false;
  const count = await countExported(db, due.filter, now).catch((error: unknown) => {
    // What is wrong with one export holds up no other.
    log.error(
      { event: 'exports.not_counted', scheduleId: due.id, err: error },
      'a list could not be counted',
    );
    return null;
  });
  const queued = await db.transaction(async (tx) => {
    const schedule = await lockDueSchedule(tx, due);
    if (schedule === null) return null;
    return queueExport(tx, schedule, { count, now, nextAt: nextExportAt(schedule, now) });
  });
  if (queued !== null) {
    const told = { scheduleId: due.id, dueAt: due.dueAt, devices: count?.value ?? null };
    log.info({ event: 'exports.due', ...told, destinations: queued.length }, 'a scheduled export was due');
  }
  return true;
}

/** How many devices a list has; null: counting took too long. */
export function countExported(db: Database, filter: DeviceCriteria, now: Date): Promise<BoundedCount | null> {
  return countDevicesWithin(db, filter, { now, most: countedUpTo, withinMs: countWithinMs });
}

/** Makes one message for each destination that is on, and notes it. Returns these destinations; none where nothing is sent. */
export async function queueExport(
  tx: Transaction,
  schedule: ScheduleRow,
  { count, now, nextAt }: { count: BoundedCount | null; now: Date; nextAt?: Date },
): Promise<string[]> {
  const { id, name, filter, sort, columns, timeZone } = schedule;
  const isEmpty = count?.value === 0 && !schedule.whenEmpty;
  const destinations = isEmpty ? [] : await findOpenDestinations(tx, id);
  if (destinations.length > 0) {
    const data: DueExport = { export: { id, name }, filter, sort, columns, timeZone, count };
    const event = { id: uuidv7(), type: exportType, at: now, deviceId: null, data: { ...data } };
    await insertAlertEvents(tx, [event]);
    await insertDeliveries(
      tx,
      destinations.map((destinationId) => ({
        id: uuidv7(),
        destinationId,
        ruleId: null,
        eventId: event.id,
        eventType: exportType,
        deviceId: null,
        summary: null,
        dueAt: now,
      })),
      now,
    );
  }
  const run = { at: now, sent: destinations.length > 0, count };
  await noteRun(tx, id, nextAt === undefined ? run : { ...run, nextAt });
  return destinations;
}
