import { type AzureIdToReport, lockIdsToReport } from '#lib/db/check-ins/azure-ids-to-report';
import { makeFollowUpsDue, needsFollowUp } from '#lib/db/check-ins/follow-ups';
import type { Transaction } from '#lib/db/core/prisma';
import type { ReportToPrepare } from '#lib/db/reports/uploads';
import { type ReportSettlement, restoreShownStatus, settleReports } from '#lib/db/reports/write-settlements';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import { isPartnerSystem } from '#lib/domain/devices/operating-system';
import { tagStateFor } from '#lib/domain/devices/tag';
import { admitDevices } from '../claim/admit-devices.ts';
import type { Engine } from '../engine.ts';
import { type ReportFailure, settleRefused } from '../settle/settlements.ts';
import type { UserProblem } from './resolve-users.ts';

export type ReportToTell = ReportToPrepare &
  Pick<AzureIdToReport, 'flagsChannel'> & { azureDeviceId: string };

export interface DroppedReports {
  superseded: ReportToPrepare[];
  failed: { report: ReportToPrepare; failure: PrepareFailure }[];
}

interface PrepareFailure extends ReportFailure {
  code: UserProblem['code'] | 'newer_device' | 'device_not_in_entra' | 'tag_foreign';
}

/**
 * The locked reports of a claimed message that can still be sent by its channel, each with its Azure id and the last
 * LastUpdateTime of that id; and those that cannot.
 */
export async function reportsToTell(
  engine: Engine,
  tx: Transaction,
  channel: ReportingChannel,
  reports: readonly ReportToPrepare[],
): Promise<{ ready: ReportToTell[] } & DroppedReports> {
  const alive = reports.flatMap((report) => {
    const { azureDeviceId, withdrawal, isNewest } = report;
    if (withdrawal || report.followUp || !isNewest || azureDeviceId === null || report.channel !== channel)
      return [];
    return obstacleOf(report) === null ? [{ ...report, id: report.deviceId, azureDeviceId }] : [];
  });
  const admitted = await admitDevices(tx, alive, engine.clock());
  const aside = [...(await withdrawalsToTell(tx, reports)), ...(await followUpsToTell(tx, channel, reports))];
  const toTell = [...admitted, ...aside];
  const told = new Set(toTell.map(({ reportId }) => reportId));
  const isOverruled = (report: ReportToTell) => report.newerDevice !== null && !report.withdrawal;
  return {
    ready: toTell.filter((report) => !isOverruled(report)),
    superseded: reports.filter(({ reportId }) => !told.has(reportId)),
    failed: toTell
      .filter(isOverruled)
      .map((report) => ({ report, failure: { code: 'newer_device', detail: report.newerDevice } })),
  };
}

/** A former id is not withdrawn if a device has it again. */
async function withdrawalsToTell(
  tx: Transaction,
  reports: readonly ReportToPrepare[],
): Promise<ReportToTell[]> {
  const withdrawals = reports.flatMap((report) => {
    const { withdrawal, toldAzureDeviceId: azureDeviceId } = report;
    return withdrawal && azureDeviceId !== null
      ? [{ ...report, azureDeviceId, verdict: 'retired' as const }]
      : [];
  });
  const ids = await lockIdsToReport(
    tx,
    withdrawals.map(({ azureDeviceId }) => azureDeviceId),
  );
  return withdrawals.flatMap((report) => {
    const id = ids.get(report.azureDeviceId);
    const isStill = id?.formerDeviceId === report.deviceId && !id.isHeld;
    if (!isStill) return [];
    return [{ ...report, lastUpdateTime: id.lastUpdateTime, flagsChannel: id.flagsChannel }];
  });
}

/**
 * By a channel that is not the device's: what its own channel confirmed last. A retired device stays managed there: else
 * Entra would not evaluate its tag.
 */
async function followUpsToTell(
  tx: Transaction,
  by: ReportingChannel,
  reports: readonly ReportToPrepare[],
): Promise<ReportToTell[]> {
  const wanted = reports.flatMap((report) => {
    const { azureDeviceId, toldAzureDeviceId, newerDevice, reportedVerdict } = report;
    if (!report.followUp || azureDeviceId === null || azureDeviceId !== toldAzureDeviceId) return [];
    if (newerDevice !== null || !needsFollowUp(by, report)) return [];
    return [{ ...report, azureDeviceId, verdict: tagStateFor(reportedVerdict ?? report.verdict) }];
  });
  const ids = await lockIdsToReport(
    tx,
    wanted.map(({ azureDeviceId }) => azureDeviceId),
  );
  return wanted.flatMap((report) => {
    const id = ids.get(report.azureDeviceId);
    if (id === undefined) return [];
    return [{ ...report, lastUpdateTime: id.lastUpdateTime, flagsChannel: id.flagsChannel }];
  });
}

/** Settles the reports that are left out of a message. */
export async function settleDropped(
  engine: Engine,
  tx: Transaction,
  { superseded, failed }: DroppedReports,
): Promise<void> {
  const now = engine.clock();
  const settlements: ReportSettlement[] = [
    ...superseded.map(({ reportId }) => ({
      reportId,
      status: 'superseded' as const,
      errorCode: null,
      errorDetail: null,
    })),
    ...failed.map(({ report, failure: { code, detail } }) => ({
      reportId: report.reportId,
      status: 'failed' as const,
      errorCode: code,
      errorDetail: detail,
    })),
  ];
  await settleReports(tx, settlements, now);
  await settleRefused(engine, tx, failed, null);
  const shown = superseded.filter(({ isNewest }) => isNewest);
  await restoreShownStatus(
    tx,
    shown.map(({ deviceId }) => deviceId),
  );
  await keepFollowUps(tx, superseded, now);
}

/** A follow-up that was left out stays due: the device's own report ends it, once that is confirmed. */
async function keepFollowUps(tx: Transaction, leftOut: readonly ReportToPrepare[], now: Date): Promise<void> {
  for (const channel of ['partner', 'tag'] as const) {
    const kept = leftOut.filter(({ followUp, by, os }) => {
      const canGo = channel === 'tag' || isPartnerSystem(os);
      return followUp && by === channel && canGo;
    });
    const ids = kept.flatMap(({ toldAzureDeviceId: id }) => id ?? []);
    await makeFollowUpsDue(tx, channel, ids, now);
  }
}
