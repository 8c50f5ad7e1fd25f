import type { DeviceFacts, DeviceState } from '#lib/domain/devices/device-state';
import { searchTextOf } from '#lib/domain/devices/search-text';
import type { Queryable } from '../core/prisma.ts';
import { selectState } from '../devices/device-columns.ts';

/** Writes the searched text of each device. The devices are locked, or new. */
export async function putSearchTexts(
  db: Queryable,
  devices: readonly { id: string; facts: DeviceFacts & { externalId: string } }[],
): Promise<void> {
  if (devices.length === 0) return;
  await db.$executeRaw`
    INSERT INTO device_search (device_id, text, name)
    SELECT * FROM unnest(${devices.map(({ id }) => id)}::uuid[], ${devices.map(({ facts }) => searchTextOf(facts))}::text[],
      ${devices.map(({ facts }) => facts.name)}::text[])
    ON CONFLICT (device_id) DO UPDATE SET text = excluded.text, name = excluded.name`;
}

/** Writes the searched texts of locked devices again, from their rows. */
export async function refreshSearchTexts(tx: Queryable, deviceIds: readonly string[]): Promise<void> {
  const rows = await tx.$queryRaw<(DeviceState & { id: string; externalId: string })[]>`
    SELECT d.id, d.external_id AS "externalId", ${selectState} FROM devices d WHERE d.id = ANY(${deviceIds}::uuid[])`;
  await putSearchTexts(
    tx,
    rows.map(({ id, ...facts }) => ({ id, facts })),
  );
}
