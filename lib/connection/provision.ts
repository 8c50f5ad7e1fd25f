import { readConnection } from '#lib/db/connection/connection';
import { markProvisioned, provisioningOf } from '#lib/db/connection/provisioning';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { Actor } from '#lib/domain/people/actor';
import { provisionTenant } from '#lib/engine/provision-tenant';
import type { ProvisionAnswer } from '../contract/connection.ts';
import type { Log } from '../log.ts';
import { callAzure } from './call-azure.ts';

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
