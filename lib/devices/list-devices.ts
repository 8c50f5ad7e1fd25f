import type { Database } from '#lib/db/core/database';
import { type PagePosition, pagePosition } from '#lib/db/core/page-position';
import { countDevices } from '#lib/db/device-list/count-devices';
import { type DeviceListRow, listColumns } from '#lib/db/device-list/device-list-row';
import {
  type DeviceName,
  findPosition,
  nameColumns,
  positionOf,
  selectDevicePage,
} from '#lib/db/device-list/device-page';
import { boundedCount } from '#lib/domain/bounded-count';
import { type Access, accessOf } from '#lib/domain/devices/access';
import { reportTimeBlankReason } from '#lib/domain/devices/blank-report-time';
import { type DeviceCriteria, type DeviceSort, resolveCriteria } from '#lib/domain/devices/device-criteria';
import { nextStepOf } from '#lib/domain/devices/next-step';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { DeviceListItem } from '../contract/device.ts';
import type {
  DeviceNeighbours,
  DevicePage,
  DeviceQuery,
  DeviceTotal,
  NeighboursQuery,
} from '../contract/device-list.ts';
import { nextPolicyStep } from './device-violations.ts';

/** Totals are exact up to here, and "more than" beyond, unless the exact one is requested. */
const countedUpTo = 10_000;

/** One page of devices by keyset, in either direction; `total` only if it was requested. Equal questions share a page. */
export function listDevices(db: Database, query: DeviceQuery, now: Date): Promise<DevicePage> {
  return db.shared.read(`devices ${JSON.stringify(query)}`, () => readDevices(db, query, now));
}

async function readDevices(db: Database, query: DeviceQuery, now: Date): Promise<DevicePage> {
  const { sort, limit, cursor, count, ...given } = query;
  const position = pagePosition(cursor, sort, !sort.endsWith('name'), true);
  const filter = resolveCriteria(given, now);
  const [page, total] = await Promise.all([
    readPage(db, { filter, sort, position, limit }),
    count === undefined ? undefined : countTotal(db, filter, count),
  ]);
  const [first, last] = [page.rows[0], page.rows.at(-1)];
  return {
    items: page.rows.map((row) => toListItem(row, now)),
    nextCursor: page.next && last ? encodeCursor(sort, positionOf(last, sort)) : null,
    prevCursor:
      page.previous && first ? encodeCursor(sort, { ...positionOf(first, sort), back: true }) : null,
    ...(total !== undefined && { total }),
  };
}

interface PageQuery {
  filter: DeviceCriteria;
  sort: DeviceSort;
  position: PagePosition | null;
  limit: number;
}

/** A page back that reaches the start is the first page, and full. */
async function readPage(
  db: Database,
  query: PageQuery,
): Promise<{ rows: DeviceListRow[]; next: boolean; previous: boolean }> {
  const { limit, position } = query;
  const rows = await selectDevicePage<DeviceListRow>(db, { ...query, limit: limit + 1 }, listColumns);
  if (position?.back !== true) {
    return { rows: rows.slice(0, limit), next: rows.length > limit, previous: position !== null };
  }
  if (rows.length <= limit) return readPage(db, { ...query, position: null });
  return { rows: rows.slice(-limit), next: true, previous: true };
}

async function countTotal(db: Database, filter: DeviceCriteria, count: true | 'exact'): Promise<DeviceTotal> {
  if (count === 'exact') return { value: await countDevices(db, filter, null), exact: true };
  const counted = await countDevices(db, filter, countedUpTo + 1);
  return boundedCount(counted, countedUpTo);
}

/** `now`: by which a report is due, or comes later */
export function toListItem(row: DeviceListRow, now: Date): DeviceListItem {
  const access = accessOf(row);
  return {
    id: row.id,
    externalId: row.externalId,
    feed: row.feed,
    name: row.name,
    serialNumber: row.serialNumber,
    os: row.os,
    osVersion: row.osVersion,
    model: row.model,
    manufacturer: row.manufacturer,
    userPrincipalName: row.userPrincipalName,
    userDisplayName: row.userDisplayName,
    verdict: row.verdict,
    action: row.action,
    policyStep: nextPolicyStep(row.policyState),
    losesAccessAt: row.losesAccessAt,
    managementState: row.managementState,
    azureDeviceId: row.azureDeviceId,
    azureComplianceStatus: row.azureComplianceStatus,
    clientStatusCode: row.clientStatusCode,
    lastReportedAt: row.lastReportedAt,
    reportTimeBlankReason: reportTimeBlankReason(row, row.reportingOff),
    azureUserPrincipalName: row.azureUserPrincipalName,
    azureIdTakenBy: row.azureIdTakenBy,
    restoredAt: row.restoredAt,
    restoredAgrees: row.restoredAgrees,
    reportedVerdict: row.reportedVerdict,
    entra:
      row.entraReadAt === null
        ? null
        : {
            isCompliant: row.entraIsCompliant,
            isManaged: row.entraIsManaged,
            enabled: row.entraEnabled,
            complianceExpiresAt: row.entraComplianceExpiresAt,
            readAt: row.entraReadAt,
            problem: row.entraProblem,
            tag: row.entraTagState && {
              state: row.entraTagState,
              value: row.entraTagValue,
              evaluated: row.entraTagEvaluated,
            },
          },
    access,
    nextStep: shownStep(row, access, now),
    driftSince: row.driftSince,
    lastCheckInAt: row.lastCheckInAt,
    nextReportAt: row.reportDueAt,
    channel: row.channel,
    channelReason: row.channelReason,
    tags: row.tags,
  };
}

/** The first step of the device's page; since when it is waited for is left to the page, which reads more. */
function shownStep(row: DeviceListRow, access: Access, now: Date): DeviceListItem['nextStep'] {
  const { paused, reportingOff } = row;
  const facts = {
    ...row,
    access,
    entraDiffersSince: null,
    underWaySince: null,
    dueSince: dueSinceOf(row, now),
  };
  const { step, who } = nextStepOf(facts, { paused, unhealthy: reportingOff && !paused });
  return { step, who };
}

/** Since when a report is due; null: none is, or one is planned for later. */
export function dueSinceOf(
  { dueTrigger, reportDueAt }: Pick<DeviceListRow, 'dueTrigger' | 'reportDueAt'>,
  now: Date,
): string | null {
  return dueTrigger === null || reportDueAt === null || new Date(reportDueAt) > now ? null : reportDueAt;
}

/** The devices before and after one in a filtered list, whether it is in it or not; null: none, or no such device. */
export async function findNeighbours(
  db: Database,
  id: string,
  query: NeighboursQuery,
  now: Date,
): Promise<DeviceNeighbours> {
  const { sort, ...given } = query;
  const filter = resolveCriteria(given, now);
  const own = await findPosition(db, id, sort);
  if (own === null) return { previous: null, next: null };
  const beside = async (back?: true) => {
    const position = { ...own, back };
    const [found] = await selectDevicePage<DeviceName>(db, { filter, sort, position, limit: 1 }, nameColumns);
    return found ?? null;
  };
  const [previous, next] = await Promise.all([beside(true), beside()]);
  return { previous, next };
}
