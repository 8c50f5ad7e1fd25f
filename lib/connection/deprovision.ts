import { recordAudit } from '../db/audit.ts';
import { readConnection } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import { markDeprovisioned, provisioningOf } from '../db/provisioning.ts';
import type { Actor } from '../domain/actor.ts';
import type { AzureGateway } from '../domain/azure-gateway.ts';
import { askAzure } from './ask-azure.ts';
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
  await askAzure(db, now, () => gateway.deprovision(publicUrl));
  await db.transaction(async (tx) => {
    const before = provisioningOf(await readConnection(tx));
    await markDeprovisioned(tx, now);
    await recordAudit(tx, {
      ...{ actor, action: 'connection.deprovision', target: null, now },
      before,
      after: { provisionedTenantId: null, deprovisioned: true },
      details: { tenantId: gateway.tenantId },
    });
  });
}
