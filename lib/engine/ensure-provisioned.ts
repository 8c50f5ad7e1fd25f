import { readGate, setProvisioned } from '#lib/db/connection/connection';
import { forgetFormerTenant } from '#lib/db/devices/tenant-change';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { messagePrefix } from '#lib/domain/reports/partner-message';
import { processSingleton } from '#lib/process-singletons';
import { noteAzureError } from './connection-health.ts';
import type { Engine } from './engine.ts';

const provisioning = processSingleton('provisioning', () => new WeakMap<Engine['gateway'], Promise<void>>());

/**
 * The tenant must have the partner switched on before it takes devices. `former`: the tenant that was provisioned
 * until now; null: none. Calls that come together share one try. Throws AzureError.
 */
export function ensureProvisioned(engine: Engine, former: string | null): Promise<void> {
  const running = provisioning.get(engine.gateway) ?? provisionOnce(engine, former);
  provisioning.set(engine.gateway, running);
  return running.finally(() => provisioning.delete(engine.gateway));
}

async function provisionOnce(engine: Engine, former: string | null): Promise<void> {
  try {
    await engine.gateway.provision(engine.publicUrl);
  } catch (error) {
    // A tenant whose partner service refuses this may have been provisioned by other means: uploads will tell.
    if (!(error instanceof AzureError) || error.facts.kind !== 'rejected') throw error;
    await noteAzureError(engine, error, { service: 'tenant_service', step: 'provision' });
    engine.log.warn(
      { event: 'provisioning.refused', code: error.facts.code, detail: error.facts.detail },
      'Microsoft refused to provision the tenant',
    );
  }
  const { tenantId } = engine.gateway;
  if (former !== null) {
    engine.log.info(
      { event: 'tenant.changed', former, tenantId },
      'the tenant has changed: every device is reported again',
    );
    await forgetFormerTenant(engine.db, messagePrefix(tenantId), engine.clock());
  }
  await setProvisioned(engine.db.pool, tenantId, engine.clock());
}

/** After a move to another tenant: every device is told anew, though nothing may be due. */
export async function moveTenant(engine: Engine): Promise<void> {
  const { paused, deprovisioned, provisionedTenantId } = await readGate(engine.db.pool);
  if (paused || deprovisioned || provisionedTenantId === null) return;
  if (provisionedTenantId === engine.gateway.tenantId) return;
  try {
    await ensureProvisioned(engine, provisionedTenantId);
  } catch (error) {
    await noteAzureError(engine, error, { service: 'device_service', step: 'provision' });
  }
}
