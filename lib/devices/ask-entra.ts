import { readGate } from '#lib/db/connection/connection';
import { findDevicesToRead } from '#lib/db/connection/entra-readings';
import type { Database } from '#lib/db/core/database';
import { findDeviceDetail } from '#lib/db/devices/device-detail';
import { recordAudit } from '#lib/db/people/audit';
import { AzureError, azureRefusal, throttledRefusal } from '#lib/domain/azure/azure-gateway';
import type { Actor } from '#lib/domain/people/actor';
import { defaultSettings } from '#lib/engine/engine';
import { type Asking, keepReadings, askEntra as readNow } from '#lib/engine/read-back/ask-entra';
import type { EntraReadingAnswer } from '../contract/device.ts';
import { TenkoError } from '../errors.ts';
import { toListItem } from './list-devices.ts';

interface Azure extends Omit<Asking, 'settings'> {
  settings: Pick<Asking['settings'], 'driftGraceMs'>;
}

/** What was read this recently is returned as it is: pressing the button again asks Microsoft nothing. */
const recentMs = 5000;

/**
 * Reads one device from Entra at once, stores what it says, and returns it. Throws `not_found`; `device_not_in_entra`
 * where there is nothing to ask for; `azure_unavailable` and `azure_refused`.
 */
export async function askEntra(azure: Azure, id: string, actor: Actor): Promise<EntraReadingAnswer> {
  const asking = { ...azure, settings: { ...defaultSettings, ...azure.settings } };
  const { db, clock } = asking;
  const { entra } = await findItem(db, id, clock());
  if (entra !== null && clock().getTime() - Date.parse(entra.readAt) < recentMs) return { entra };
  const devices = await findDevicesToRead(db.pool, [id]);
  if (devices.length === 0) {
    throw new TenkoError(
      'device_not_in_entra',
      `Device ${id} has no Azure device id, or was deleted from Entra.`,
    );
  }
  const { graphThrottledMs } = await readGate(db.pool);
  if (graphThrottledMs > 0) throw throttledRefusal('Microsoft Graph asks to wait.', graphThrottledMs);
  const readings = await readNow(asking, devices).catch((error: unknown) => {
    throw error instanceof AzureError ? azureRefusal(error) : error;
  });
  const now = clock();
  await db.transaction(async (tx) => {
    await keepReadings(tx, readings, now);
    const details = { problem: readings[0]?.problem ?? null };
    await recordAudit(tx, { actor, action: 'device.ask_entra', target: id, details, now });
  });
  return { entra: (await findItem(db, id, now)).entra };
}

async function findItem(db: Database, id: string, now: Date) {
  const row = await findDeviceDetail(db, id);
  if (row === null) throw new TenkoError('not_found', `Device ${id} not found.`);
  return toListItem(row, now);
}
