import type { ProvisionAnswer } from '../contract/connection.ts';
import { recordAudit } from '../db/audit.ts';
import { readConnection } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import { markProvisioned, provisioningOf } from '../db/provisioning.ts';
import type { Actor } from '../domain/actor.ts';
import type { AzureGateway } from '../domain/azure-gateway.ts';
import type { Log } from '../log.ts';
import { provisionTenant } from '../reports/provision-tenant.ts';
import { askAzure } from './ask-azure.ts';

interface Azure {
  gateway: AzureGateway;
  /** Where users and admins reach Tenko: Microsoft is told */
  publicUrl: string;
  log: Log;
}

/**
 * Switches partner management on for the tenant, and ends a deprovisioning; whether reporting is paused stays as it
 * is. Answers the policies that Microsoft refused. Throws `azure_unavailable` and `azure_refused`.
 */
export async function provision(
  db: Database,
  azure: Azure,
  actor: Actor,
  now: Date,
): Promise<ProvisionAnswer['warnings']> {
  const { refused } = await askAzure(db, now, () => provisionTenant(azure));
  await db.transaction(async (tx) => {
    const before = provisioningOf(await readConnection(tx));
    await markProvisioned(tx, azure.gateway.tenantId, now);
    await recordAudit(tx, {
      ...{ actor, action: 'connection.provision', target: null, now },
      before,
      after: { provisionedTenantId: azure.gateway.tenantId, deprovisioned: false },
      details: { refusedPolicies: refused.length },
    });
  });
  return refused;
}
