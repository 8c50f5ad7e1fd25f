import { uniqBy } from 'es-toolkit';
import { recordCalls } from '#lib/db/connection/azure-calls';
import type { Gate } from '#lib/db/connection/connection';
import { countAttempt, markSent } from '#lib/db/reports/move-uploads';
import { findUpload, findUploadsToSend, lockUploads } from '#lib/db/reports/uploads';
import { AzureError, type CallTrace } from '#lib/domain/azure/azure-gateway';
import type { AzureStep } from '#lib/domain/azure/connection-health';
import { isGraphChannel } from '#lib/domain/devices/channel';
import { noteAzureError, noteHealthy, readSharedGate, secondsToWaitToSend } from '../connection-health.ts';
import { type Engine, enqueueLater } from '../engine.ts';
import { gather } from '../gather.ts';
import { sendWrites } from '../graph-writes/send-writes.ts';
import { ensureProvisioned } from '../provision-tenant.ts';
import { retryRefusedMessage } from '../settle/retry-refused-message.ts';
import { prepareUpload } from './prepare-upload.ts';

const firstConfirmAfterSeconds = 1;

/**
 * Sends a message: the stored bytes under the stored id, at every attempt.
 * Throws if it has to be retried later (the queue backs off); everything else is settled here.
 */
export async function sendUpload(engine: Engine, uploadId: string): Promise<void> {
  const [found, gate] = await Promise.all([readUpload(engine, uploadId), readSharedGate(engine)]);
  let upload = found;
  if (upload?.status !== 'preparing' && upload?.status !== 'sending') return;
  if (isGraphChannel(upload.channel)) return sendWrites(engine, upload.channel, upload, gate);
  if (upload.status === 'preparing' && gate.graphThrottledMs > 0) {
    return enqueueLater(engine, 'upload', [{ uploadId }], gate.graphThrottledMs / 1000);
  }
  const wait = await secondsToWaitToSend(engine, gate);
  if (wait > 0) return enqueueLater(engine, 'upload', [{ uploadId }], wait);
  const inStep = (step: AzureStep, work: () => Promise<unknown>) => runStep(engine, uploadId, step, work);
  if (gate.provisionedTenantId !== engine.gateway.tenantId) {
    if (!(await inStep('provision', () => ensureProvisioned(engine, gate.provisionedTenantId)))) return;
    upload = await readUpload(engine, uploadId);
  }
  if (upload?.status === 'preparing') {
    if (!(await inStep('find_user', () => prepareUpload(engine, uploadId, gate)))) return;
    upload = await readUpload(engine, uploadId);
  }
  if (upload?.status !== 'sending' || upload.body === null) return;
  const { body } = upload;
  await inStep('upload', () => send(engine, uploadId, body, gate));
}

/** Runs one step. False: Microsoft did not accept it, and the consequences are already written or queued. */
async function runStep(
  engine: Engine,
  uploadId: string,
  step: AzureStep,
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    await handle(engine, uploadId, step, error);
    return false;
  }
}

async function send(engine: Engine, uploadId: string, body: string, gate: Gate): Promise<void> {
  const trace = await engine.gateway.upload(uploadId, body);
  await noteSent(engine, { uploadId, trace });
  await noteHealthy(engine, 'upload', gate);
}

/** Messages that are read or noted at once */
const messagesAtOnce = 32;

const readUpload = gather(
  ({ db }, ids: readonly string[]) => findUploadsToSend(db.pool, ids),
  messagesAtOnce,
);

interface Sent {
  uploadId: string;
  trace: CallTrace;
}

/** Microsoft took the message: its result is asked for. Nothing happens where the message moved on meanwhile. */
const noteSent = gather<Sent, void>(async (engine, taken) => {
  const messages = uniqBy(taken, ({ uploadId }) => uploadId);
  await engine.db.transaction(async (tx) => {
    const ids = messages.map(({ uploadId }) => uploadId);
    const sent = new Set((await lockUploads(tx, ids, ['sending'])).map(({ id }) => id));
    if (sent.size === 0) return;
    const at = engine.clock();
    await markSent(tx, [...sent], at);
    const calls = messages.filter(({ uploadId }) => sent.has(uploadId));
    await recordCalls(
      tx,
      calls.map(({ uploadId, trace }) => ({ uploadId, step: 'upload', failure: null, trace, at })),
    );
    const jobs = calls.map(({ uploadId }) => ({ uploadId }));
    await engine.queue.enqueue(tx, 'confirm', jobs, { afterSeconds: firstConfirmAfterSeconds });
  });
  return [];
}, messagesAtOnce);

async function handle(engine: Engine, uploadId: string, step: AzureStep, error: unknown): Promise<void> {
  if (!(error instanceof AzureError)) throw error;
  await countAttempt(engine.db.pool, uploadId);
  const { kind, code, detail } = error.facts;
  // Users come from Graph. When it is busy, devices whose users are known do not wait.
  const service = step === 'find_user' ? 'graph' : 'device_service';
  await noteAzureError(engine, error, { service, step, uploadId });
  // Nothing was sent yet: the message was not what was refused, so no device is to blame.
  const upload = await findUpload(engine.db.pool, uploadId);
  if (upload?.status === 'preparing') throw error;
  switch (kind) {
    case 'rejected':
      return retryRefusedMessage(engine, uploadId, { code, detail });
    case 'too_large':
      return retryRefusedMessage(engine, uploadId, { code: 'message_too_large', detail });
    case 'throttled':
      // Without Retry-After, the queue's own backoff decides.
      if (error.facts.retryAfterMs === undefined) throw error;
      return enqueueLater(
        engine,
        'upload',
        [{ uploadId }],
        error.facts.retryAfterMs / 1000 + engine.random(),
      );
    case 'passing':
    case 'unauthorized':
    case 'forbidden':
      throw error;
  }
}
