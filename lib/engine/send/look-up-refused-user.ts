import { forgetEntraUsers, storeEntraUsers } from '#lib/db/connection/entra';
import { findUploadUsers } from '#lib/db/reports/uploads';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { findKnownUser } from '#lib/domain/azure/entra-user';
import { noteAzureError } from '../connection-health.ts';
import type { Engine } from '../engine.ts';
import { findKnownUsers } from './resolve-users.ts';

/**
 * Microsoft refused the report of a single device: the object id of its user may be that of an account that was
 * deleted and made again. An id that was looked up before the message was made is forgotten, and asked for once more.
 * Returns whether it is another one now, so that telling it again may help.
 */
export async function lookUpRefusedUser(
  engine: Engine,
  upload: { id: string; createdAt: Date },
): Promise<boolean> {
  const devices = await findUploadUsers(engine.db.pool, upload.id);
  const [device] = devices;
  if (device === undefined || devices.length > 1 || device.userAzureId !== null) return false;
  const names = [device.azureUserPrincipalName, device.userPrincipalName].flatMap(
    (name) => name?.toLowerCase() ?? [],
  );
  const users = await findKnownUsers(engine.db.pool, names, engine.clock());
  const told = findKnownUser(device, users);
  const name = told?.principalName.toLowerCase();
  if (told == null || name === undefined) return false;
  const lookedUpAt = users.get(name)?.lookedUpAt;
  if (lookedUpAt === undefined || lookedUpAt >= upload.createdAt) return false;
  await forgetEntraUsers(engine.db.pool, names, upload.createdAt);
  try {
    const objectId = await engine.gateway.findUserObjectId(name);
    await storeEntraUsers(engine.db.pool, new Map([[name, objectId]]), engine.clock());
    return objectId !== told.objectId;
  } catch (error) {
    // It is asked for again with the next report.
    if (!(error instanceof AzureError)) throw error;
    await noteAzureError(engine, error, { service: 'graph', step: 'find_user' });
    return false;
  }
}
