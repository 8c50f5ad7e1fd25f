import { readConnection } from '../db/connection.ts';
import { findUpload, sendAgain, type Upload } from '../db/uploads.ts';
import { AzureError } from '../domain/azure-gateway.ts';
import { noteAzureError, noteHealthy, throttledSeconds } from './connection-health.ts';
import type { Engine } from './engine.ts';
import { settleCompleted, settleRefused } from './settle-upload.ts';

const day = 86_400_000;
const longestPauseSeconds = 60;

/** Asks Microsoft how a sent message went, until it has an answer or 24 hours have passed. Throws to be tried again. */
export async function confirmUpload(engine: Engine, uploadId: string): Promise<void> {
  const upload = await findUpload(engine.db.pool, uploadId);
  if (upload?.status !== 'sent') return;
  const { throttledUntil } = await readConnection(engine.db.pool);
  const deferSeconds = throttledSeconds(engine, throttledUntil);
  if (deferSeconds > 0) return again(engine, uploadId, deferSeconds);
  try {
    const confirmation = await engine.gateway.confirm(uploadId);
    await noteHealthy(engine);
    switch (confirmation.outcome) {
      case 'completed':
        return await settleCompleted(engine, uploadId);
      case 'failed': {
        const code = confirmation.errorCode ?? 'unspecified';
        return await settleRefused(engine, uploadId, { code, detail: confirmation.errorDetail });
      }
      case 'not_found':
        return await sendOnceMore(engine, upload);
      case 'unfinished':
        return await waitOn(engine, upload, confirmation.status);
    }
  } catch (error) {
    await noteAzureError(engine, error);
    const refused = error instanceof AzureError && error.facts.kind === 'rejected' ? error.facts.code : null;
    if (refused !== null && ageSeconds(engine, upload) * 1000 > day) return giveUp(engine, upload, refused);
    throw error;
  }
}

/** No answer in 24 hours: the whole message failed; no single device is to blame. */
function giveUp(engine: Engine, upload: Upload, detail: string | null): Promise<void> {
  return settleRefused(engine, upload.id, { code: 'confirmation_timeout', detail }, { mayHalve: false });
}

function ageSeconds(engine: Engine, upload: Upload): number {
  return (engine.clock().getTime() - (upload.sentAt ?? upload.createdAt).getTime()) / 1000;
}

async function again(engine: Engine, uploadId: string, afterSeconds: number): Promise<void> {
  await engine.db.transaction((tx) => engine.queue.enqueue(tx, 'confirm', [{ uploadId }], afterSeconds));
}

/** Asks less and less often: the older the message, the longer the pause. */
async function waitOn(engine: Engine, upload: Upload, status: string | null): Promise<void> {
  const age = ageSeconds(engine, upload);
  if (age * 1000 > day) {
    return giveUp(engine, upload, status);
  }
  const pause = Math.min(longestPauseSeconds, Math.max(1, age / 3));
  await again(engine, upload.id, pause * (0.75 + engine.random() / 2));
}

/** Microsoft does not know the message: the same bytes go out again under the same id. */
async function sendOnceMore(engine: Engine, upload: Upload): Promise<void> {
  if (ageSeconds(engine, upload) * 1000 > day) return waitOn(engine, upload, 'NotFound');
  await engine.db.transaction(async (tx) => {
    await sendAgain(tx, upload.id);
    await engine.queue.enqueue(tx, 'upload', [{ uploadId: upload.id }], Math.min(60, 2 ** upload.attempts));
  });
}
