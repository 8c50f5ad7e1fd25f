import { findFirstAnswer, recordCall } from '#lib/db/connection/azure-calls';
import { sendAgain, showTaken } from '#lib/db/reports/move-uploads';
import { findUploads, type Upload } from '#lib/db/reports/uploads';
import { AzureError, type Confirmation } from '#lib/domain/azure/azure-gateway';
import { noteAzureError, noteHealthy, readSharedGate, secondsToWait } from '../connection-health.ts';
import { type Engine, enqueueLater, type ReportJobs } from '../engine.ts';
import { gather } from '../gather.ts';
import { retryRefusedMessage } from './retry-refused-message.ts';
import { settleCompleted } from './settle-upload.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** After this many sends, a message that Microsoft still does not know is given up. */
const mostSends = 10;
const pauses = { shortestSeconds: 1, growth: 1.5, longestSeconds: 60 };

const readUpload = gather(({ db }, ids: readonly string[]) => findUploads(db.pool, ids), 32);

/** Asks Microsoft for a message's result until there is one or 24 hours have passed. Throws to be retried. */
export async function confirmUpload(engine: Engine, job: ReportJobs['confirm']): Promise<void> {
  const { uploadId } = job;
  const [upload, gate] = await Promise.all([readUpload(engine, uploadId), readSharedGate(engine)]);
  if (upload?.status !== 'sent') return;
  const wait = await secondsToWait(engine, gate);
  if (wait > 0) return enqueueLater(engine, 'confirm', [job], wait);
  try {
    const confirmation = await engine.gateway.confirm(uploadId);
    await noteHealthy(engine, 'confirm', gate);
    await settle(engine, upload, confirmation, job);
  } catch (error) {
    await engine.db.transaction((tx) => showTaken(tx, uploadId));
    await noteAzureError(engine, error, { service: 'device_service', step: 'confirm', uploadId });
    const refused = error instanceof AzureError && error.facts.kind === 'rejected' ? error.facts.code : null;
    if (refused !== null && ageSeconds(engine, upload) * 1000 > day) return giveUp(engine, upload, refused);
    throw error;
  }
}

async function settle(
  engine: Engine,
  upload: Upload,
  confirmation: Confirmation,
  job: ReportJobs['confirm'],
): Promise<void> {
  switch (confirmation.outcome) {
    case 'completed':
      return settleCompleted(engine, { uploadId: upload.id, trace: confirmation.trace });
    case 'failed': {
      const code = confirmation.errorCode ?? 'unspecified';
      await keep(engine, upload, confirmation, { code, detail: confirmation.errorDetail });
      return retryRefusedMessage(engine, upload.id, { code, detail: confirmation.errorDetail });
    }
    case 'not_found':
      await keep(engine, upload, confirmation, { code: 'message_not_found', detail: null });
      return sendOnceMore(engine, upload);
    case 'unfinished':
      await keep(engine, upload, confirmation, null);
      return waitOn(engine, upload, confirmation.status, job);
  }
}

async function keep(
  engine: Engine,
  { id: uploadId }: Upload,
  { trace }: Confirmation,
  failure: { code: string; detail: string | null } | null,
): Promise<void> {
  await recordCall(engine.db.pool, { uploadId, step: 'confirm', failure, trace, at: engine.clock() });
}

/** No result within 24 hours: the whole message failed, and no single device is to blame. */
function giveUp(engine: Engine, upload: Upload, detail: string | null): Promise<void> {
  return retryRefusedMessage(
    engine,
    upload.id,
    { code: 'confirmation_timeout', detail },
    { mayHalve: false },
  );
}

function ageSeconds(engine: Engine, upload: Upload): number {
  return (engine.clock().getTime() - (upload.sentAt ?? upload.createdAt).getTime()) / 1000;
}

/** Asks less and less often. Counts pauses, since the clocks of two workers may differ by more than a pause. */
async function waitOn(
  engine: Engine,
  upload: Upload,
  status: string | null,
  { uploadId, pauseSeconds = 0 }: ReportJobs['confirm'],
): Promise<void> {
  const age = ageSeconds(engine, upload);
  if (age * 1000 > day && (await wasAskedLong(engine, upload))) return giveUp(engine, upload, status);
  await engine.db.transaction((tx) => showTaken(tx, upload.id));
  const longer = Math.max(pauses.shortestSeconds, pauseSeconds * pauses.growth);
  const pause = Math.min(pauses.longestSeconds, longer);
  await enqueueLater(
    engine,
    'confirm',
    [{ uploadId, pauseSeconds: pause }],
    pause * (0.75 + engine.random() / 2),
  );
}

/** A day on which no worker could ask does not count as a day without a result. */
async function wasAskedLong(engine: Engine, upload: Upload): Promise<boolean> {
  const first = await findFirstAnswer(engine.db.pool, upload.id);
  return first !== null && engine.clock().getTime() - first.getTime() >= hour;
}

/** Microsoft does not know the message, so the same bytes are sent again under the same id. */
async function sendOnceMore(engine: Engine, upload: Upload): Promise<void> {
  const ageMs = engine.clock().getTime() - upload.createdAt.getTime();
  if (ageMs > day && upload.attempts >= mostSends) return giveUp(engine, upload, 'NotFound');
  await engine.db.transaction(async (tx) => {
    await sendAgain(tx, upload.id);
    const afterSeconds = Math.min(pauses.longestSeconds, 2 ** upload.attempts);
    await engine.queue.enqueue(tx, 'upload', [{ uploadId: upload.id }], { afterSeconds });
  });
}
