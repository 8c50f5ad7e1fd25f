import type { DeviceSettlement } from '../db/settlement.ts';
import type { UploadReport } from '../db/uploads.ts';
import { obstacleOf } from '../domain/reportability.ts';
import { priorityOf } from '../domain/trigger.ts';
import { weeklyDueAt } from '../domain/weekly.ts';
import type { Engine } from './engine.ts';

/** The next weekly report, unless something else waits already or nothing more is to be told. */
function weeklyDue(engine: Engine, device: UploadReport): Pick<DeviceSettlement, 'due'> {
  if (device.reportDueAt !== null || obstacleOf(device) !== null) return {};
  const at = weeklyDueAt(engine.clock(), engine.random());
  return { due: { at, trigger: 'weekly', priority: priorityOf.weekly } };
}

/** Microsoft confirmed the report. What changed meanwhile stays due; an older report never overwrites a newer one. */
export function successfulSettlement(
  engine: Engine,
  messageId: string,
  report: UploadReport,
): DeviceSettlement {
  const { deviceId, reportVerdict, reportVersion, reportUpdateTime } = report;
  const settlement: DeviceSettlement = { deviceId };
  const isNewer =
    reportUpdateTime !== null &&
    (report.reportedUpdateTime === null || reportUpdateTime > report.reportedUpdateTime);
  if (isNewer) {
    const at = engine.clock();
    settlement.confirmed = {
      version: reportVersion,
      verdict: reportVerdict,
      at,
      messageId,
      updateTime: reportUpdateTime,
    };
  }
  // Retired while nobody knew that Microsoft would take this: now there is somebody to tell.
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

/** Microsoft refused the report for good, or it cannot be made: tried again at the next change, weekly or by hand. */
export function failedSettlement(
  engine: Engine,
  report: UploadReport,
  failure: { code: string; detail: string | null },
): DeviceSettlement {
  if (!report.isNewest) return { deviceId: report.deviceId };
  return {
    deviceId: report.deviceId,
    shown: { status: 'failed', failureCode: failure.code, failureDetail: failure.detail },
    ...weeklyDue(engine, report),
  };
}
