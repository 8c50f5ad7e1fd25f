import { noteReportedIds } from '#lib/db/check-ins/azure-ids-to-report';
import type { Transaction } from '#lib/db/core/prisma';
import { closeEmptyUpload, countAttempt, countFailed } from '#lib/db/reports/move-uploads';
import { lockReportsToPrepare, lockUpload, type ReportToPrepare, storeBody } from '#lib/db/reports/uploads';
import type { DeviceWrite } from '#lib/domain/azure/device-writes';
import type { GraphChannel } from '#lib/domain/devices/channel';
import { nextUpdateTime } from '#lib/domain/reports/partner-message';
import { writeBatchBody } from '#lib/domain/reports/write-batch';
import type { Engine } from '../engine.ts';
import { type DroppedReports, reportsToTell, settleDropped } from '../send/reports-to-tell.ts';
import { type PlannedWrite, planWrites, type TagsRead } from './plan-writes.ts';

/** A batch that is ready to be written. `attempt`: only this one may settle it. */
export interface PreparedWrites {
  attempt: number;
  writes: DeviceWrite[];
}

/**
 * Prepares a batch of writes from its open reports and the devices as they are now: Graph has no order of its own, so
 * each attempt writes the newest verdict. Stores what is written before it is. Null: nothing is left to write.
 */
export async function prepareWrites(
  engine: Engine,
  { channel, tags }: { channel: GraphChannel; tags: TagsRead | null },
  uploadId: string,
): Promise<PreparedWrites | null> {
  return engine.db.transaction(async (tx) => {
    if ((await lockUpload(tx, uploadId, ['preparing', 'sending'])) === null) return null;
    const reports = await lockReportsToPrepare(tx, uploadId);
    const { ready, dropped } = keepWritten(await reportsToTell(engine, tx, channel, reports));
    const { writes, failed } = planWrites(channel, ready, tags);
    dropped.failed.push(...failed);
    await settleDropped(engine, tx, dropped);
    if (dropped.failed.length > 0) await countFailed(tx, uploadId, dropped.failed.length);
    if (ready.length === failed.length) {
      await closeEmptyUpload(tx, uploadId, engine.clock());
      return null;
    }
    return store(engine, tx, { channel, uploadId }, writes);
  });
}

/**
 * An earlier attempt may have taken effect although its response was lost. What it wrote of a device that would be left out
 * now is written again as it was, until Microsoft says so: else Entra would show what nobody here knows of.
 */
function keepWritten({ ready, superseded, failed }: Awaited<ReturnType<typeof reportsToTell>>) {
  const dropped: DroppedReports = {
    superseded: superseded.filter((report) => !mayBeWritten(report)),
    failed: failed.filter(({ report }) => !mayBeWritten(report)),
  };
  const again = [...superseded, ...failed.map(({ report }) => report)].filter(mayBeWritten).map((report) => ({
    ...report,
    flagsChannel: report.toldFlagsChannel,
    azureDeviceId: report.toldAzureDeviceId,
    // What was confirmed of the device's present id says nothing of a former one.
    reportedVerdict: report.azureDeviceId === report.toldAzureDeviceId ? report.reportedVerdict : null,
    verdict: report.reportVerdict,
    stateVersion: report.reportVersion,
  }));
  return { ready: [...ready, ...again], dropped };
}

function mayBeWritten(report: ReportToPrepare): report is ReportToPrepare & { toldAzureDeviceId: string } {
  return report.reportUpdateTime !== null && report.toldAzureDeviceId !== null;
}

async function store(
  engine: Engine,
  tx: Transaction,
  { channel, uploadId }: { channel: GraphChannel; uploadId: string },
  planned: readonly PlannedWrite[],
): Promise<PreparedWrites> {
  const now = engine.clock();
  const writes = planned.map(({ write }) => write);
  const built = planned.map(({ report }) => {
    const { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal, followUp } = report;
    const lastUpdateTime = nextUpdateTime(report.lastUpdateTime, now);
    return {
      reportId,
      deviceId,
      verdict,
      stateVersion,
      azureDeviceId,
      withdrawal,
      followUp,
      lastUpdateTime,
    };
  });
  await storeBody(tx, uploadId, writeBatchBody(engine.gateway.tenantId, writes), built);
  await noteReportedIds(
    tx,
    channel,
    built.map(({ azureDeviceId, lastUpdateTime }) => ({ azureDeviceId, lastUpdateTime, uploadId })),
  );
  return { attempt: await countAttempt(tx, uploadId), writes };
}
