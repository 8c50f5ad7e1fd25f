import { recordCall } from '#lib/db/connection/azure-calls';
import type { Database } from '#lib/db/core/database';
import { AzureError, azureRefusal } from '#lib/domain/azure/azure-gateway';

/**
 * Switches provisioning at Microsoft for an admin who waits for it. What fails is kept among the calls, and thrown as
 * `azure_unavailable` or `azure_refused` in Microsoft's own code and words: they hold no secret.
 */
export async function callAzure<T>(db: Database, now: Date, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AzureError)) throw error;
    const { code, detail, trace } = error.facts;
    const failure = { code, detail };
    await recordCall(db.pool, { uploadId: null, step: 'provision', failure, trace, at: now });
    throw azureRefusal(error);
  }
}
