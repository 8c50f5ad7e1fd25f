import type { DeviceState } from '../domain/device-state.ts';
import { putSearchTexts } from './check-ins.ts';
import type { Queryable } from './database.ts';
import { selectState } from './device-columns.ts';

/** Makes the searched texts of locked devices again. */
export async function refreshSearchTexts(tx: Queryable, deviceIds: readonly string[]): Promise<void> {
  const rows = await tx.$queryRaw<(DeviceState & { id: string; externalId: string })[]>`
    SELECT d.id, d.external_id AS "externalId", ${selectState} FROM devices d WHERE d.id = ANY(${deviceIds}::uuid[])`;
  await putSearchTexts(
    tx,
    rows.map(({ id, ...facts }) => ({ id, facts })),
  );
}
