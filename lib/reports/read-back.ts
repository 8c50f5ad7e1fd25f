import { type DeviceToRead, type EntraReading, findDevicesToRead, storeEntraReadings } from '../db/entra.ts';
import { AzureError, type EntraDevice } from '../domain/azure-gateway.ts';
import { differsFromEntra } from '../domain/drift.ts';
import { noteAzureError } from './connection-health.ts';
import type { Engine } from './engine.ts';

/** Entra takes a while to follow: it is asked again where it differs, or does not know the device yet. */
const askAgainAfterSeconds = [15, 60, 300, 900];

/** Reads what Entra believes of the devices of a confirmed message. Throws to be tried again. */
export async function readBack(engine: Engine, uploadId: string, attempt: number): Promise<void> {
  const devices = await findDevicesToRead(engine.db.pool, uploadId);
  if (devices.length === 0) return;
  const answers = await askEntra(engine, devices);
  const now = engine.clock();
  const readings = devices.map((device) => readingOf(device, answers, now));
  await engine.db.transaction((tx) => storeEntraReadings(tx, readings, now));
  const nextIn = askAgainAfterSeconds[attempt];
  const unsettled = readings.some(
    ({ driftSince, problem }) => driftSince !== null || problem === 'not_in_entra',
  );
  if (!unsettled || nextIn === undefined) return;
  await engine.db.transaction((tx) =>
    engine.queue.enqueue(tx, 'read-back', [{ uploadId, attempt: attempt + 1 }], nextIn),
  );
}

/** Null: the app may not read devices. Reporting goes on without. */
async function askEntra(
  engine: Engine,
  devices: readonly DeviceToRead[],
): Promise<Map<string, EntraDevice> | null> {
  try {
    const found = await engine.gateway.readDevices(devices.map(({ azureDeviceId }) => azureDeviceId));
    return new Map(found.map((device) => [device.azureDeviceId.toLowerCase(), device]));
  } catch (error) {
    if (error instanceof AzureError && error.facts.kind === 'forbidden') return null;
    if (error instanceof AzureError && error.facts.kind === 'throttled') await noteAzureError(engine, error);
    throw error;
  }
}

function readingOf(device: DeviceToRead, answers: Map<string, EntraDevice> | null, now: Date): EntraReading {
  const { id, reportedVerdict } = device;
  const blank = { id, reportedVerdict, isCompliant: null, isManaged: null, driftSince: null };
  if (answers === null) return { ...blank, problem: 'no_permission' };
  const entra = answers.get(device.azureDeviceId.toLowerCase());
  // A retired device that Entra has dropped is just what was asked for.
  if (entra === undefined)
    return { ...blank, problem: reportedVerdict === 'retired' ? null : 'not_in_entra' };
  const { isCompliant, isManaged } = entra;
  const problem = isCompliant === null && isManaged === null ? 'no_permission' : null;
  const drifts = differsFromEntra(reportedVerdict, entra);
  return {
    id,
    reportedVerdict,
    isCompliant,
    isManaged,
    problem,
    driftSince: drifts ? (device.driftSince ?? now) : null,
  };
}
