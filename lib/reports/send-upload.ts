import { readConnection, setProvisioned } from '../db/connection.ts';
import { findUpload, markSent, noteAttempt } from '../db/uploads.ts';
import { AzureError } from '../domain/azure-gateway.ts';
import { noteAzureError, noteHealthy, throttledSeconds } from './connection-health.ts';
import type { Engine } from './engine.ts';
import { prepareUpload } from './prepare-upload.ts';
import { settleRefused } from './settle-upload.ts';

const firstConfirmAfterSeconds = 1;
const pausedCheckSeconds = 5;

/**
 * Sends a message: the stored bytes under the stored id, however often it takes.
 * Throws where the same is to be tried again later (the queue backs off); all else is settled here.
 */
export async function sendUpload(engine: Engine, uploadId: string): Promise<void> {
  const { pausedAt, throttledUntil, provisionedTenantId } = await readConnection(engine.db.pool);
  const deferSeconds = pausedAt !== null ? pausedCheckSeconds : throttledSeconds(engine, throttledUntil);
  if (deferSeconds > 0) {
    await engine.db.transaction((tx) => engine.queue.enqueue(tx, 'upload', [{ uploadId }], deferSeconds));
    return;
  }
  try {
    if (provisionedTenantId !== engine.gateway.tenantId) await provision(engine);
    let upload = await findUpload(engine.db.pool, uploadId);
    if (upload?.status === 'preparing') {
      await prepareUpload(engine, uploadId);
      upload = await findUpload(engine.db.pool, uploadId);
    }
    if (upload?.status !== 'sending' || upload.body === null) return;
    const trace = await engine.gateway.upload(uploadId, upload.body);
    await engine.db.transaction(async (tx) => {
      if (await markSent(tx, uploadId, trace, engine.clock())) {
        await engine.queue.enqueue(tx, 'confirm', [{ uploadId }], firstConfirmAfterSeconds);
      }
    });
    await noteHealthy(engine);
  } catch (error) {
    await handle(engine, uploadId, error);
  }
}

/** The tenant must have the partner switched on before it takes devices. */
async function provision(engine: Engine): Promise<void> {
  try {
    await engine.gateway.provision(engine.publicUrl);
  } catch (error) {
    // A tenant whose partner service refuses this may have been provisioned by other means: uploads will tell.
    if (!(error instanceof AzureError) || error.facts.kind !== 'rejected') throw error;
    engine.log.warn({ code: error.facts.code, detail: error.facts.detail }, 'provisioning was refused');
  }
  await setProvisioned(engine.db.pool, engine.gateway.tenantId);
}

async function handle(engine: Engine, uploadId: string, error: unknown): Promise<void> {
  if (!(error instanceof AzureError)) throw error;
  await noteAttempt(engine.db.pool, uploadId, error.facts.trace);
  await noteAzureError(engine, error);
  const { kind, code, detail } = error.facts;
  // Nothing was sent yet: what was refused was not the message, so no device is to blame.
  const upload = await findUpload(engine.db.pool, uploadId);
  if (upload?.status === 'preparing') throw error;
  switch (kind) {
    case 'rejected':
      return settleRefused(engine, uploadId, { code, detail });
    case 'too_large':
      return settleRefused(engine, uploadId, { code: 'message_too_large', detail });
    case 'throttled': {
      // Without Retry-After the queue's own backoff decides.
      if (error.facts.retryAfterMs === undefined) throw error;
      const { throttledUntil } = await readConnection(engine.db.pool);
      const deferSeconds = throttledSeconds(engine, throttledUntil);
      await engine.db.transaction((tx) => engine.queue.enqueue(tx, 'upload', [{ uploadId }], deferSeconds));
      return;
    }
    case 'passing':
    case 'unauthorized':
    case 'forbidden':
      throw error;
  }
}
