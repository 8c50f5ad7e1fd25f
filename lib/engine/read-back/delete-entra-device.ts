import { readGate } from '#lib/db/connection/connection';
import { findDevice, mayDeleteFromEntra, setEntraDeletion } from '#lib/db/devices/retirement';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { noteAzureError } from '../connection-health.ts';
import { type Engine, enqueueLater } from '../engine.ts';

/**
 * Deletes the device object of a retired device from Entra, once Microsoft confirmed that it is no longer managed.
 * Does nothing if the device checked in again meanwhile. Throws to be retried.
 */
export async function deleteEntraDevice(engine: Engine, deviceId: string): Promise<void> {
  const device = await findDevice(engine.db.pool, deviceId);
  if (device === null || device.managementState !== 'retired' || device.reportedVerdict !== 'retired') return;
  if (device.azureDeviceId === null || device.entraDeletedAt !== null) return;
  // What a backup brought back may be older than what Entra has: the same phone may be managed again.
  if (device.restoredAt !== null) return;
  const { graphBusyMs } = await readGate(engine.db.pool);
  if (graphBusyMs > 0)
    return enqueueLater(engine, 'delete-device', [{ deviceId }], graphBusyMs / 1000 + engine.random());
  try {
    const { devices } = await engine.gateway.readDevices([device.azureDeviceId]);
    // Checked last: the same phone may be managed under another row by now.
    if (!(await mayDeleteFromEntra(engine.db.pool, deviceId))) return;
    for (const { objectId } of devices) await engine.gateway.deleteDevice(objectId);
    await setEntraDeletion(engine.db.pool, deviceId, { at: engine.clock(), problem: null });
    engine.log.info(
      { event: 'entra_device.deleted', deviceId },
      'the device object of a retired device was deleted from Entra',
    );
  } catch (error) {
    await noteAzureError(engine, error, { service: 'graph', step: 'delete_device' });
    if (!(error instanceof AzureError)) throw error;
    const { kind, code, permission, retryAfterMs } = error.facts;
    if (kind === 'throttled' && retryAfterMs !== undefined)
      return enqueueLater(engine, 'delete-device', [{ deviceId }], retryAfterMs / 1000);
    if (kind === 'passing' || kind === 'throttled' || kind === 'unauthorized') throw error;
    await setEntraDeletion(engine.db.pool, deviceId, { at: null, problem: permission ?? code });
  }
}
