import { pick } from 'es-toolkit';
import type { Database } from '#lib/db/core/database';
import type { PagePosition } from '#lib/db/core/page-position';
import { Prisma } from '#lib/db/core/prisma';
import { type DeviceListRow, listColumns } from '#lib/db/device-list/device-list-row';
import { positionOf, selectDevicePage } from '#lib/db/device-list/device-page';
import { recordAudit } from '#lib/db/people/audit';
import { resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { Violation } from '#lib/domain/devices/verdict';
import type { Actor } from '#lib/domain/people/actor';
import { isInForce } from '#lib/domain/policies/policy';
import { jsonLine } from '#lib/domain/text/json-line';
import type { DeviceListItem } from '../contract/device.ts';
import {
  type DeviceExportQuery,
  entraColumns,
  entraTagColumns,
  exportColumns,
} from '../contract/device-list.ts';
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
  const { now } = context;
  const { sort, format, bom, columns: chosen, ...given } = query;
  const columns = chosen === undefined || chosen.length === 0 ? exportColumns : [...new Set(chosen)];
  const isChosen = columns !== exportColumns;
  const filter = resolveCriteria(given, now);
  let position: PagePosition | null = null;
  let count = 0;
  let complete = false;
  try {
    if (format === 'csv') yield csvHeader(columns, bom === true);
    while (!complete) {
      const rows: ExportRow[] = await selectDevicePage<ExportRow>(
        db,
        { filter, sort, position, limit: batch },
        rowColumns,
      );
      const last = rows.at(-1);
      if (last !== undefined) {
        yield format === 'csv'
          ? csvRows(
              columns,
              rows.map((row) => cellsOf(row, now)),
            )
          : rows
              .map((row) => jsonLine(isChosen ? pick(flatOf(row, now), columns) : wholeOf(row, now)))
              .join('');
        count += rows.length;
        position = positionOf(last, sort);
      }
      complete = rows.length < batch;
    }
  } finally {
    const details = {
      filter: JSON.stringify(given),
      sort,
      format,
      ...(isChosen && { columns: columns.join(', ') }),
      count,
      complete,
    };
    await recordAudit(db.pool, { ...context, action: 'device.export', target: null, details });
  }
}

interface ExportRow extends DeviceListRow {
  violations: Violation[];
  failureDetail: string | null;
}
const rowColumns = Prisma.sql`${listColumns}, d.violations, d.failure_detail AS "failureDetail"`;

/** What is in force, of the feed and of Tenko's policies; and why the last report failed, if it did. */
function moreOf({ violations, policyState, failureCode, failureDetail, azureComplianceStatus }: ExportRow) {
  const failed = azureComplianceStatus === 'failed';
  return {
    violations: [...violations, ...policyState.filter(isInForce)].map(({ policy, action }) => ({
      policy,
      action,
    })),
    failureCode: failed ? failureCode : null,
    failureDetail: failed ? failureDetail : null,
  };
}

const wholeOf = (row: ExportRow, now: Date) => ({ ...toListItem(row, now), ...moreOf(row) });
const flatOf = (row: ExportRow, now: Date): Record<string, unknown> & ReturnType<typeof moreOf> => ({
  ...flat(toListItem(row, now)),
  ...moreOf(row),
});

/** Lists are one cell each: `OS too old (quarantine); Passcode missing (block)` */
function cellsOf(row: ExportRow, now: Date): Record<string, unknown> {
  const device = flatOf(row, now);
  const violations = device.violations.map(({ policy, action }) =>
    action === null ? policy : `${policy} (${action})`,
  );
  return { ...device, violations: violations.join('; '), tags: row.tags.join(', ') };
}

function flat({ entra, access, nextStep, ...device }: DeviceListItem): Record<string, unknown> {
  const answers = Object.entries(entraColumns).map(([column, field]) => [column, entra?.[field] ?? null]);
  const tag = Object.entries(entraTagColumns).map(([column, field]) => [column, entra?.tag?.[field] ?? null]);
  const ours = { ...device, access: access.state, accessBecause: access.because };
  const next = { nextStep: nextStep.step, nextStepWho: nextStep.who };
  return { ...ours, ...next, ...Object.fromEntries([...answers, ...tag]) };
}
