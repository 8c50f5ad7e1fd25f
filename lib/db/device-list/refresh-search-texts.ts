import type { DeviceState } from '#lib/domain/devices/device-state';
import { putSearchTexts } from '../check-ins/check-ins.ts';
import type { Queryable } from '../core/prisma.ts';
import { selectState } from '../devices/device-columns.ts';

/** Makes the searched texts of locked devices again. */
export async function refreshSearchTexts(tx: Queryable, deviceIds: readonly string[]): Promise<void> {
  const rows = await tx.$queryRaw<(DeviceState & { id: string; externalId: string })[]>`
    SELECT d.id, d.external_id AS "externalId", ${selectState} FROM devices d WHERE d.id = ANY(${deviceIds}::uuid[])`;
  await putSearchTexts(
    tx,
    rows.map(({ id, ...facts }) => ({ id, facts })),
  );
}
