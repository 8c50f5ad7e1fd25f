import { recordCall } from '#lib/db/connection/azure-calls';
import { readConnection } from '#lib/db/connection/connection';
import { markDeprovisioned, markProvisioned, provisioningOf } from '#lib/db/connection/provisioning';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { AzureError, type AzureGateway, azureRefusal } from '#lib/domain/azure/azure-gateway';
import type { Actor } from '#lib/domain/people/actor';
import { provisionTenant } from '#lib/engine/provision-tenant';
import type { ProvisionAnswer } from '../contract/connection.ts';
import type { Log } from '../log.ts';
import { pauseReporting } from './pause-reporting.ts';

interface Azure {
  gateway: AzureGateway;
  /** Where users and admins reach Tenko: sent to Microsoft */
  publicUrl: string;
  log: Log;
}

/**
 * Switches partner management on for the tenant, and ends a deprovisioning; whether reporting is paused stays as it
 * is. Returns the policies that Microsoft refused. Throws `azure_unavailable` and `azure_refused`.
 */
export async function provision(
  db: Database,
  azure: Azure,
  actor: Actor,
  now: Date,
): Promise<ProvisionAnswer['warnings']> {
  const { refused } = await callAzure(db, now, () => provisionTenant(azure));
  await db.transaction(async (tx) => {
    const before = provisioningOf(await readConnection(tx));
    await markProvisioned(tx, azure.gateway.tenantId, now);
    await recordAudit(tx, {
      actor,
      action: 'connection.provision',
      target: null,
      now,
      before,
      after: { provisionedTenantId: azure.gateway.tenantId, deprovisioned: false },
      details: { refusedPolicies: refused.length },
    });
  });
  return refused;
}

/**
 * Switches partner management off for the tenant. Reporting is paused first, so that nothing provisions it again
 * meanwhile, and stays paused where Microsoft refuses. Throws `azure_unavailable` and `azure_refused`.
 */
export async function deprovision(
  db: Database,
  { gateway, publicUrl }: Omit<Azure, 'log'>,
  actor: Actor,
  now: Date,
): Promise<void> {
  await pauseReporting(db, actor, now);
  await callAzure(db, now, () => gateway.deprovision(publicUrl));
  await db.transaction(async (tx) => {
    const before = provisioningOf(await readConnection(tx));
    await markDeprovisioned(tx, now);
    await recordAudit(tx, {
      actor,
      action: 'connection.deprovision',
      target: null,
      now,
      before,
      after: { provisionedTenantId: null, deprovisioned: true },
      details: { tenantId: gateway.tenantId },
    });
  });
}

/**
 * Switches provisioning at Microsoft for an admin who waits for it. What fails is kept among the calls, and thrown as
 * `azure_unavailable` or `azure_refused` in Microsoft's own code and words: they hold no secret.
 */
async function callAzure<T>(db: Database, now: Date, ask: () => Promise<T>): Promise<T> {
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
