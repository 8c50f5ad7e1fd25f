import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { statusOf } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';

export interface UserFacts {
  userPrincipalName: string | null;
  /** The user's Entra object id, where the feed knows it */
  userAzureId: string | null;
  azureUserPrincipalName: string | null;
}

/** What a message says of a device, besides its verdict. */
export interface DeviceToReport extends UserFacts {
  name: string;
  serialNumber: string | null;
  os: OperatingSystem;
  osVersion: string;
  manufacturer: string | null;
  model: string | null;
  lastCheckInAt: Date;
  /** The last one given to Microsoft for this device, or for another one under its Azure id */
  lastUpdateTime: Date | null;
  /** The external id of another device of the feed with this Azure id that checked in later: only that one may be reported */
  newerDevice: string | null;
}

/** Columns of a DeviceToReport; needs the join `sameAzureId`. */
export const deviceToReport =
  Prisma.raw(`d.name, d.serial_number AS "serialNumber", d.os, d.os_version AS "osVersion",
  d.manufacturer, d.model, d.user_principal_name AS "userPrincipalName", d.user_azure_id AS "userAzureId",
  d.azure_user_principal_name AS "azureUserPrincipalName", d.last_check_in_at AS "lastCheckInAt",
  greatest(d.last_update_time, same.last_update_time) AS "lastUpdateTime", same.newer AS "newerDevice"`);

/** Other devices under the Azure id of device `d`: mostly none. */
export const sameAzureId = Prisma.raw(`LEFT JOIN LATERAL (
  SELECT max(o.last_update_time) AS last_update_time,
    max(o.external_id) FILTER (WHERE o.feed = d.feed AND (o.last_check_in_at, o.id) > (d.last_check_in_at, d.id)) AS newer
  FROM devices o WHERE o.azure_device_id = d.azure_device_id AND o.id <> d.id) same ON true`);

/** The Azure ids that a batch of writes may speak of: those of its devices, and those that its open reports named. */
export async function findIdsToWrite(db: Queryable, uploadId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ids.id FROM reports r JOIN devices d ON d.id = r.device_id,
      unnest(ARRAY[d.azure_device_id, r.azure_device_id]) AS ids(id)
    WHERE r.upload_id = ${uploadId}::uuid AND ${statusOf('r.status')} = 'in_progress' AND ids.id IS NOT NULL`;
  return rows.map(({ id }) => id);
}
