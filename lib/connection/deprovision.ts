import { readConnection } from '#lib/db/connection/connection';
import { markDeprovisioned, provisioningOf } from '#lib/db/connection/provisioning';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import type { Actor } from '#lib/domain/people/actor';
import { callAzure } from './call-azure.ts';
import { pauseReporting } from './pause-reporting.ts';

interface Azure {
  gateway: AzureGateway;
  publicUrl: string;
}

/**
 * Switches partner management off for the tenant. Reporting is paused first, so that nothing provisions it again
 * meanwhile, and stays paused where Microsoft refuses. Throws `azure_unavailable` and `azure_refused`.
 */
export async function deprovision(
  db: Database,
  { gateway, publicUrl }: Azure,
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
