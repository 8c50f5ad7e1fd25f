import type { DeviceDetail } from '../contract/device.ts';
import type { Database } from '../db/database.ts';
import { findDeviceDetail } from '../db/device-detail.ts';
import type { DeviceRow } from '../db/device-row.ts';
import { type DuplicateRow, findDuplicates } from '../db/duplicates.ts';
import { driftCausesOf } from '../domain/drift.ts';
import { sharedIdentifiers } from '../domain/duplicate.ts';
import { nextStepOf } from '../domain/next-step.ts';
import { removalOf } from '../domain/removal.ts';
import { obstacleOf } from '../domain/reportability.ts';
import { TenkoError } from '../errors.ts';
import { toListItem } from './to-list-item.ts';

/** One device with everything that is known of it. Throws `not_found`. */
export async function getDevice(db: Database, id: string, now: Date): Promise<DeviceDetail> {
  const [row, duplicates] = await Promise.all([findDeviceDetail(db.pool, id), findDuplicates(db.pool, id)]);
  if (row === null) throw new TenkoError('not_found', `There is no device ${id}.`);
  const link = { paused: row.paused, unhealthy: row.unhealthy };
  const isDue = row.reportDueAt !== null && row.dueTrigger !== null && row.reportDueAt <= now;
  return {
    ...toListItem(row, link.paused || link.unhealthy),
    ownership: row.ownership,
    encrypted: row.encrypted,
    passcodeSet: row.passcodeSet,
    compromised: row.compromised,
    userAzureId: row.userAzureId,
    verdictSince: row.verdictSince.toISOString(),
    violations: row.violations,
    retireAskedAt: row.retireAskedAt?.toISOString() ?? null,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    firstCheckInAt: row.firstCheckInAt.toISOString(),
    obstacle: obstacleOf(row),
    nextStep: nextStepOf(row, link),
    due:
      isDue && row.dueTrigger !== null && row.reportDueAt !== null
        ? { trigger: row.dueTrigger, since: row.reportDueAt.toISOString() }
        : null,
    confirmed: confirmedOf(row),
    failure: row.failureCode === null ? null : { code: row.failureCode, detail: row.failureDetail },
    drift: driftOf(row),
    removal: shownRemoval(row),
    lastMessage: row.lastMessage && {
      ...row.lastMessage,
      sentAt: new Date(row.lastMessage.sentAt).toISOString(),
    },
    duplicates: duplicates.map(toDuplicate),
  };
}

function toDuplicate(row: DuplicateRow): DeviceDetail['duplicates'][number] {
  const { sameSerialNumber, sameAzureDeviceId, lastCheckInAt, ...rest } = row;
  const same = sharedIdentifiers.filter((name) =>
    name === 'serialNumber' ? sameSerialNumber : sameAzureDeviceId,
  );
  return { ...rest, same, lastCheckInAt: lastCheckInAt.toISOString() };
}

function driftOf(row: DeviceRow): DeviceDetail['drift'] {
  if (row.driftSince === null) return null;
  const entra = { isCompliant: row.entraIsCompliant, isManaged: row.entraIsManaged };
  const { driftReportedAt, reportedAt } = row;
  const isBeingReportedAgain =
    driftReportedAt !== null && (reportedAt === null || reportedAt < driftReportedAt);
  return {
    since: row.driftSince.toISOString(),
    reportedAgainAt: driftReportedAt?.toISOString() ?? null,
    causes: driftCausesOf(row.reportedVerdict, entra, isBeingReportedAgain),
  };
}

function shownRemoval(row: DeviceRow): DeviceDetail['removal'] {
  const removal = removalOf(row);
  if (removal === null) return null;
  return {
    state: removal.state,
    at: removal.at.toISOString(),
    dropsBy: removal.dropsBy?.toISOString() ?? null,
    problem: row.entraDeletionProblem,
  };
}

function confirmedOf(row: DeviceRow): DeviceDetail['confirmed'] {
  if (row.reportedVerdict === null || row.reportedAt === null || row.reportedMessageId === null) return null;
  return {
    verdict: row.reportedVerdict,
    at: row.reportedAt.toISOString(),
    messageId: row.reportedMessageId,
    current: row.reportedVerdict === row.verdict,
  };
}
