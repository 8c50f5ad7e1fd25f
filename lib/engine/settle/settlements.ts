import { setWithdrawal } from '#lib/db/check-ins/azure-ids-to-report';
import { putOffFollowUps } from '#lib/db/check-ins/follow-ups';
import type { Transaction } from '#lib/db/core/prisma';
import type { UploadReport } from '#lib/db/reports/uploads';
import { type DeviceSettlement, settleDevices } from '#lib/db/reports/write-settlements';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import { weeklyDueAt } from '#lib/domain/reports/next-report';
import { priorityOf } from '#lib/domain/reports/trigger';
import type { Engine } from '../engine.ts';

export interface ReportFailure {
  code: string;
  detail: string | null;
  /** When to try again, if that may help before the next week */
  againAt?: Date | undefined;
}

/** The next weekly report, unless something else is already waiting or nothing is left to report. */
function weeklyDue(engine: Engine, device: UploadReport): Pick<DeviceSettlement, 'due'> {
  if (device.reportDueAt !== null || obstacleOf(device) !== null) return {};
  const at = weeklyDueAt(engine.clock(), device.trigger, engine.random());
  return { due: { at, trigger: 'weekly', priority: priorityOf.weekly } };
}

/** Microsoft confirmed the report. Later changes stay due, and an older report never overwrites a newer one. */
export function successfulSettlement(
  engine: Engine,
  report: UploadReport,
  takenAt: Date | null,
): DeviceSettlement {
  const { deviceId, uploadId, reportVerdict, reportVersion, reportUpdateTime } = report;
  const settlement: DeviceSettlement = { deviceId, takenAt };
  const isNewer =
    reportUpdateTime !== null &&
    report.toldAzureDeviceId === report.azureDeviceId &&
    report.azureIdTakenBy === null &&
    (report.reportedUpdateTime === null || reportUpdateTime > report.reportedUpdateTime);
  if (isNewer) {
    const at = engine.clock();
    settlement.confirmed = {
      version: reportVersion,
      verdict: reportVerdict,
      at,
      messageId: uploadId,
      updateTime: reportUpdateTime,
    };
  }
  // Retired before it was known that Microsoft accepts this report: now the retirement has to be reported.
  if (
    isNewer &&
    report.managementState === 'retired' &&
    reportVerdict !== 'retired' &&
    report.azureDeviceId
  ) {
    settlement.management = { state: 'retiring', retiredAt: null };
    settlement.due = { at: engine.clock(), trigger: 'retire', priority: priorityOf.retire };
    if (report.isNewest) settlement.shown = { status: 'successful', failureCode: null, failureDetail: null };
    return settlement;
  }
  if (!report.isNewest) return settlement;
  settlement.shown = { status: 'successful', failureCode: null, failureDetail: null };
  const retired =
    report.verdict === 'retired' && reportVerdict === 'retired' && reportVersion === report.stateVersion;
  if (retired) {
    settlement.management = { state: 'retired', retiredAt: engine.clock() };
    settlement.due = { at: null, trigger: null, priority: 0 };
    return settlement;
  }
  return { ...settlement, ...weeklyDue(engine, report) };
}

/**
 * Microsoft refused the report for good, or it cannot be made. It is retried at the next change, weekly, by hand, or at
 * `againAt` if that may help sooner.
 */
function failedSettlement(
  engine: Engine,
  report: UploadReport,
  takenAt: Date | null,
  failure: ReportFailure,
): DeviceSettlement {
  const { deviceId, trigger } = report;
  if (!report.isNewest) return { deviceId, takenAt };
  return {
    deviceId,
    takenAt,
    shown: { status: 'failed', failureCode: failure.code, failureDetail: failure.detail },
    ...weeklyDue(engine, report),
    ...(failure.againAt !== undefined && report.reportDueAt === null
      ? { due: { at: failure.againAt, trigger, priority: 1 } }
      : {}),
  };
}

/** What follows for the devices of reports that failed, and for the former ids that were to be withdrawn. */
export async function settleRefused(
  engine: Engine,
  tx: Transaction,
  failed: readonly { report: UploadReport; failure: ReportFailure }[],
  takenAt: Date | null,
): Promise<void> {
  await settleDevices(
    tx,
    failed.flatMap(({ report, failure }) =>
      report.withdrawal || report.followUp ? [] : [failedSettlement(engine, report, takenAt, failure)],
    ),
  );
  await postponeWithdrawals(engine, tx, failed);
  await postponeFollowUps(engine, tx, failed);
}

/** Follow-ups that failed are tried again a week later, unless Entra has no such device any longer. */
async function postponeFollowUps(
  engine: Engine,
  tx: Transaction,
  failed: readonly { report: UploadReport; failure: ReportFailure }[],
): Promise<void> {
  for (const by of ['partner', 'tag'] as const) {
    const followUps = failed.flatMap(({ report, failure }) => {
      const { followUp, toldAzureDeviceId: azureDeviceId } = report;
      const isOver = failure.code === 'device_not_in_entra';
      if (!followUp || report.by !== by || azureDeviceId === null || isOver) return [];
      return [
        { azureDeviceId, at: failure.againAt ?? weeklyDueAt(engine.clock(), 'weekly', engine.random()) },
      ];
    });
    await putOffFollowUps(tx, by, followUps);
  }
}

/** Failed withdrawals of former Azure ids are retried a week later, or as soon as that may help. */
async function postponeWithdrawals(
  engine: Engine,
  tx: Transaction,
  failed: readonly { report: UploadReport; failure: ReportFailure }[],
): Promise<void> {
  await setWithdrawal(
    tx,
    failed.flatMap(({ report, failure }) => {
      const { withdrawal, toldAzureDeviceId, deviceId } = report;
      if (!withdrawal || toldAzureDeviceId === null) return [];
      const at = failure.againAt ?? weeklyDueAt(engine.clock(), 'weekly', engine.random());
      return [{ azureDeviceId: toldAzureDeviceId, deviceId, at }];
    }),
  );
}
