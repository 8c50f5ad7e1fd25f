import { readGate } from '#lib/db/connection/connection';
import { findKnown, type KnownAnswer, noteFindings } from '#lib/db/connection/entra-delta';
import { type EntraReading, findDevicesToRead } from '#lib/db/connection/entra-readings';
import { lookUpByIds } from '#lib/db/core/plan-hints';
import { type Engine, enqueueLater, type ReportJobs } from '../engine.ts';
import { askEntra, keepReadings } from './ask-entra.ts';
import { differsFromKnown } from './follow-changes.ts';

/** Entra takes a while to update. It is asked again if it differs, or does not know the device or its state yet. */
export const askAgainAfterSeconds = [15, 60, 300, 600, 900];

/** Reads what Entra knows about devices. Several jobs share its calls. Throws to be retried. */
export async function readBack(engine: Engine, queued: readonly ReportJobs['read-back'][]): Promise<void> {
  // Jobs from before 0.2 name a message instead. The daily round reads their devices.
  const jobs = queued.filter(({ deviceIds }) => Array.isArray(deviceIds));
  const { graphBusyMs } = await readGate(engine.db.pool);
  if (graphBusyMs > 0)
    return enqueueLater(engine, 'read-back', jobs, graphBusyMs / 1000 + engine.random() * 5);
  const devices = await findDevicesToRead(engine.db.pool, [
    ...new Set(jobs.flatMap(({ deviceIds }) => deviceIds)),
  ]);
  if (devices.length === 0) return;
  const readings = await askEntra(engine, devices);
  const unsettled = new Set(
    readings
      .filter(
        ({ reportedVerdict, differsSince, problem }) =>
          reportedVerdict !== null &&
          (differsSince !== null || problem === 'not_in_entra' || problem === 'no_state'),
      )
      .map(({ id }) => id),
  );
  const inRound = new Set(jobs.flatMap(({ deviceIds, round }) => (round ? deviceIds : [])));
  const known = inRound.size === 0 ? [] : await findKnown(engine.db.pool, [...inRound]);
  const now = engine.clock();
  await engine.db.transaction(async (tx) => {
    await lookUpByIds(tx);
    await noteFindings(tx, findingsOf(known, readings), now);
    await keepReadings(tx, readings, now);
    for (const { deviceIds, attempt } of jobs) {
      const afterSeconds = askAgainAfterSeconds[attempt];
      const open = deviceIds.filter((id) => unsettled.has(id));
      if (open.length === 0 || afterSeconds === undefined) continue;
      const next = { deviceIds: open, attempt: attempt + 1 };
      await engine.queue.enqueue(tx, 'read-back', [next], { afterSeconds });
    }
  });
}

/** Devices whose state in Entra changed, and whose change its list of changes has not brought yet. */
function findingsOf(known: readonly KnownAnswer[], readings: readonly EntraReading[]): string[] {
  const readingOf = new Map(readings.map((reading) => [reading.id, reading]));
  const found = known.filter((device) => {
    const reading = readingOf.get(device.id);
    if (device.readAt === null || reading?.azureDeviceId !== device.azureDeviceId) return false;
    if (reading.problem === 'no_permission') return false;
    return differsFromKnown(device, reading.problem === 'not_in_entra' ? undefined : reading, false);
  });
  return found.map(({ id }) => id);
}
