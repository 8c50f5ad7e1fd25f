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
  const { sort, format, bom, columns, ...given } = query;
  const isChosen = columns !== undefined && columns.length > 0;
  let count = 0;
  let complete = false;
  try {
    for await (const { text, rows } of deviceFile(db, query, context.now)) {
      yield text;
      count += rows;
    }
    complete = true;
  } finally {
    const details = {
      filter: JSON.stringify(given),
      sort,
      format,
      ...(isChosen && { columns: [...new Set(columns)].join(', ') }),
      count,
      complete,
    };
    await recordAudit(db.pool, { ...context, action: 'device.export', target: null, details });
  }
}

/** The same text without an entry in the audit log: whoever takes it writes one. The first part is the header of a CSV. */
export async function* deviceFile(
  db: Database,
  { sort, format, bom, columns: chosen, ...given }: DeviceExportQuery,
  now: Date,
  atOnce = batch,
): AsyncGenerator<{ text: string; rows: number }> {
  const isChosen = chosen !== undefined && chosen.length > 0;
  const columns = isChosen ? [...new Set(chosen)] : exportColumns;
  const filter = resolveCriteria(given, now);
  const textOf = (rows: readonly ExportRow[]) =>
    format === 'csv'
      ? csvRows(
          columns,
          rows.map((row) => cellsOf(row, now)),
        )
      : rows.map((row) => jsonLine(isChosen ? pick(flatOf(row, now), columns) : wholeOf(row, now))).join('');
  if (format === 'csv') yield { text: csvHeader(columns, bom === true), rows: 0 };
  let position: PagePosition | null = null;
  for (;;) {
    const query: Parameters<typeof selectDevicePage>[1] = { filter, sort, position, limit: atOnce };
    const rows: ExportRow[] = await selectDevicePage<ExportRow>(db, query, rowColumns);
    const last = rows.at(-1);
    if (last !== undefined) yield { text: textOf(rows), rows: rows.length };
    if (last === undefined || rows.length < atOnce) return;
    position = positionOf(last, sort);
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
