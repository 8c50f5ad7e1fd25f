import { storeEntraUsers } from '#lib/db/connection/entra-users';
import type { Database } from '#lib/db/core/database';
import type { DeviceDetailRow } from '#lib/db/devices/device-detail';
import { AzureError, type AzureGateway, azureRefusal } from '#lib/domain/azure/azure-gateway';
import { principalNamesOf } from '#lib/domain/azure/entra-user';

type DeviceUser = Pick<
  DeviceDetailRow,
  'userAzureId' | 'lookedUpUserId' | 'userPrincipalName' | 'azureUserPrincipalName'
>;

/**
 * The object id of a device's user. Reports of Windows devices need no user, so nobody may have looked up theirs: then Entra
 * is asked. Null: there is no user, or Entra does not know them. Throws `azure_unavailable` and `azure_refused`.
 */
export async function userIdOf(
  db: Database,
  gateway: () => AzureGateway,
  row: DeviceUser,
  now: Date,
): Promise<string | null> {
  const known = row.userAzureId ?? row.lookedUpUserId;
  if (known !== null) return known;
  for (const name of principalNamesOf(row)) {
    try {
      const objectId = await gateway().findUserObjectId(name);
      await storeEntraUsers(db.pool, new Map([[name, objectId]]), now);
      if (objectId !== null) return objectId;
    } catch (error) {
      if (!(error instanceof AzureError)) throw error;
      throw azureRefusal(error);
    }
  }
  return null;
}
