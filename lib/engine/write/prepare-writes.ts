import { noteReportedIds } from '#lib/db/check-ins/azure-ids-to-report';
import type { Transaction } from '#lib/db/core/prisma';
import {
  closeEmptyUpload,
  countAttempt,
  countFailed,
  lockReportsToPrepare,
  lockUpload,
  storeBody,
} from '#lib/db/reports/uploads';
import type { DeviceWrite } from '#lib/domain/azure/device-writes';
import type { GraphChannel } from '#lib/domain/devices/channel';
import { toldToAzure } from '#lib/domain/devices/verdict';
import { nextUpdateTime } from '#lib/domain/reports/partner-message';
import { writeBatchBody } from '#lib/domain/reports/write-batch';
import type { Engine } from '../engine.ts';
import { reportsToTell, settleDropped } from '../send/reports-to-tell.ts';

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
  channel: GraphChannel,
  uploadId: string,
): Promise<PreparedWrites | null> {
  return engine.db.transaction(async (tx) => {
    if ((await lockUpload(tx, uploadId, ['preparing', 'sending'])) === null) return null;
    const reports = await lockReportsToPrepare(tx, uploadId);
    const { ready, ...dropped } = await reportsToTell(engine, tx, channel, reports);
    await settleDropped(engine, tx, dropped);
    if (dropped.failed.length > 0) await countFailed(tx, uploadId, dropped.failed.length);
    if (ready.length === 0) {
      await closeEmptyUpload(tx, uploadId, engine.clock());
      return null;
    }
    return store(engine, tx, uploadId, ready);
  });
}

async function store(
  engine: Engine,
  tx: Transaction,
  uploadId: string,
  ready: Awaited<ReturnType<typeof reportsToTell>>['ready'],
): Promise<PreparedWrites> {
  const now = engine.clock();
  const writes = ready.map(({ azureDeviceId, verdict }) => ({ azureDeviceId, flags: toldToAzure[verdict] }));
  const built = ready.map((report) => {
    const { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal } = report;
    const lastUpdateTime = nextUpdateTime(report.lastUpdateTime, now);
    return { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal, lastUpdateTime };
  });
  await storeBody(tx, uploadId, writeBatchBody(engine.gateway.tenantId, writes), built);
  await noteReportedIds(
    tx,
    built.map(({ azureDeviceId, lastUpdateTime }) => ({ azureDeviceId, lastUpdateTime, uploadId })),
  );
  return { attempt: await countAttempt(tx, uploadId), writes };
}
