import { readGate } from '#lib/db/connection/connection';
import {
  type DeviceToRead,
  type EntraReading,
  findDevicesToRead,
  reportDriftOnce,
  storeEntraReadings,
} from '#lib/db/connection/entra';
import { AzureError, type EntraDevice } from '#lib/domain/azure/azure-gateway';
import { differsFromEntra, driftSinceOf } from '#lib/domain/devices/drift';
import { entraProblemOf } from '#lib/domain/devices/entra-problem';
import { noteAzureError, noteGraphLoad } from '../connection-health.ts';
import type { Engine, ReportJobs } from '../engine.ts';

/** Entra takes a while to update. It is asked again if it differs, or does not know the device or its state yet. */
export const askAgainAfterSeconds = [15, 60, 300, 600, 900];

/** Reads what Entra knows about devices. Several jobs share its calls. Throws to be retried. */
export async function readBack(engine: Engine, queued: readonly ReportJobs['read-back'][]): Promise<void> {
  // Jobs from before 0.2 name a message instead. The daily round reads their devices.
  const jobs = queued.filter(({ deviceIds }) => Array.isArray(deviceIds));
  const { graphBusyMs } = await readGate(engine.db.pool);
  if (graphBusyMs > 0) return defer(engine, jobs, graphBusyMs / 1000 + engine.random() * 5);
  const devices = await findDevicesToRead(engine.db.pool, [
    ...new Set(jobs.flatMap(({ deviceIds }) => deviceIds)),
  ]);
  if (devices.length === 0) return;
  const answers = await askEntra(engine, devices);
  const now = engine.clock();
  const readings = devices.map((device) => readingOf(engine, device, answers, now));
  const unsettled = new Set(
    readings
      .filter(
        ({ reportedVerdict, differsSince, problem }) =>
          reportedVerdict !== null &&
          (differsSince !== null || problem === 'not_in_entra' || problem === 'no_state'),
      )
      .map(({ id }) => id),
  );
  const drifting = readings.filter(({ driftSince }) => driftSince !== null).map(({ id }) => id);
  await engine.db.transaction(async (tx) => {
    await storeEntraReadings(tx, readings, now);
    await reportDriftOnce(tx, drifting, now);
    for (const { deviceIds, attempt } of jobs) {
      const afterSeconds = askAgainAfterSeconds[attempt];
      const open = deviceIds.filter((id) => unsettled.has(id));
      if (open.length === 0 || afterSeconds === undefined) continue;
      const next = { deviceIds: open, attempt: attempt + 1 };
      await engine.queue.enqueue(tx, 'read-back', [next], { afterSeconds });
    }
  });
}

async function defer(
  engine: Engine,
  jobs: readonly ReportJobs['read-back'][],
  afterSeconds: number,
): Promise<void> {
  await engine.db.transaction((tx) => engine.queue.enqueue(tx, 'read-back', jobs, { afterSeconds }));
}

interface EntraAnswers {
  /** By Azure device id in lower case */
  devices: Map<string, EntraDevice>;
  /** The app may not read the flags of any device */
  blind: boolean;
}

/** Null: the app may not read devices. Reporting continues without it. */
async function askEntra(engine: Engine, asked: readonly DeviceToRead[]): Promise<EntraAnswers | null> {
  try {
    const { devices, load, blind } = await engine.gateway.readDevices(
      asked.map(({ azureDeviceId }) => azureDeviceId),
    );
    await noteGraphLoad(engine, load);
    const byId = new Map(devices.map((device) => [device.azureDeviceId.toLowerCase(), device]));
    return { devices: byId, blind };
  } catch (error) {
    await noteAzureError(engine, error, { service: 'graph', step: 'read_devices' });
    if (error instanceof AzureError && error.facts.kind === 'forbidden') return null;
    throw error;
  }
}

function readingOf(
  engine: Engine,
  device: DeviceToRead,
  answers: EntraAnswers | null,
  now: Date,
): EntraReading {
  const { id, azureDeviceId, reportedVerdict } = device;
  const compared = { id, azureDeviceId, reportedVerdict };
  const blank = {
    isCompliant: null,
    isManaged: null,
    enabled: null,
    complianceExpiresAt: null,
    differsSince: null,
    driftSince: null,
  };
  if (answers === null) return { ...compared, ...blank, problem: 'no_permission' };
  const entra = answers.devices.get(azureDeviceId.toLowerCase());
  const differs = entra !== undefined && differsFromEntra(reportedVerdict, entra);
  const differsSince = differs ? (device.entraDiffersSince ?? now) : null;
  const driftSince = driftSinceOf(differsSince, now, engine.settings.driftGraceMs);
  const facts = { reported: reportedVerdict, entra, blind: answers.blind, drifting: driftSince !== null };
  const problem = entraProblemOf(facts, now);
  if (entra === undefined) return { ...compared, ...blank, problem };
  const { isCompliant, isManaged, enabled, complianceExpiresAt } = entra;
  const answer = { isCompliant, isManaged, enabled, complianceExpiresAt };
  return { ...compared, ...answer, problem, differsSince, driftSince };
}
