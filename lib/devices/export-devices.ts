import type { Database } from '#lib/db/core/database';
import type { PagePosition } from '#lib/db/core/page-position';
import { type DeviceListRow, listColumns } from '#lib/db/device-list/device-list-row';
import { positionOf, selectDevicePage } from '#lib/db/device-list/device-page';
import { recordAudit } from '#lib/db/people/audit';
import { resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { Actor } from '#lib/domain/people/actor';
import { jsonLine } from '#lib/domain/text/json-line';
import { type DeviceListItem, deviceListItem } from '../contract/device.ts';
import type { DeviceExportQuery } from '../contract/device-list.ts';
import { csvHeader, csvRows } from './csv-rows.ts';
import { toListItem } from './list-devices.ts';

const batch = 1000;

/**
 * All devices of a filter as text, a batch at a time, read as they are taken; in the order of the list. What was
 * taken of it, whole or in part, is audited at the end.
 */
export async function* exportDevices(
  db: Database,
  query: DeviceExportQuery,
  context: { actor: Actor; now: Date },
): AsyncGenerator<string> {
  const { sort, format, bom, ...given } = query;
  const filter = resolveCriteria(given, context.now);
  let position: PagePosition | null = null;
  let count = 0;
  let complete = false;
  try {
    if (format === 'csv') yield csvHeader(columns, bom === true);
    while (!complete) {
      const rows: DeviceListRow[] = await selectDevicePage<DeviceListRow>(
        db,
        { filter, sort, position, limit: batch },
        listColumns,
      );
      const last = rows.at(-1);
      if (last !== undefined) {
        const devices = rows.map(toListItem);
        yield format === 'csv' ? csvRows(columns, devices.map(flat)) : devices.map(jsonLine).join('');
        count += rows.length;
        position = positionOf(last, sort);
      }
      complete = rows.length < batch;
    }
  } finally {
    const details = { filter: JSON.stringify(given), sort, format, count, complete };
    await recordAudit(db.pool, { ...context, action: 'device.export', target: null, details });
  }
}

type Entra = NonNullable<DeviceListItem['entra']>;
const entraColumns = {
  entraIsCompliant: 'isCompliant',
  entraIsManaged: 'isManaged',
  entraEnabled: 'enabled',
  entraComplianceExpiresAt: 'complianceExpiresAt',
  entraReadAt: 'readAt',
  entraProblem: 'problem',
} as const satisfies Record<string, keyof Entra>;
const tagColumns = {
  entraTagState: 'state',
  entraTagValue: 'value',
  entraTagEvaluated: 'evaluated',
} as const satisfies Record<string, keyof NonNullable<Entra['tag']>>;

/** Every field of the API; Entra's answer, and access with its reason, as columns of their own. */
const columns = Object.keys(deviceListItem.shape).flatMap((field) => {
  if (field === 'entra') return Object.keys(entraColumns);
  return field === 'access' ? ['access', 'accessBecause'] : [field];
});
// At the end, where former columns stay in their places.
columns.push(...Object.keys(tagColumns));
function flat({ entra, access, ...device }: DeviceListItem): Record<string, unknown> {
  const answers = Object.entries(entraColumns).map(([column, field]) => [column, entra?.[field] ?? null]);
  const tag = Object.entries(tagColumns).map(([column, field]) => [column, entra?.tag?.[field] ?? null]);
  const ours = { ...device, access: access.state, accessBecause: access.because };
  return { ...ours, ...Object.fromEntries([...answers, ...tag]) };
}
