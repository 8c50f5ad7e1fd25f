import { readGate, setProvisioned } from '#lib/db/connection/connection';
import { forgetFormerTenant } from '#lib/db/devices/tenant-change';
import { AzureError, partnerPlatforms } from '#lib/domain/azure/azure-gateway';
import { messagePrefix } from '#lib/domain/reports/partner-message';
import { processSingleton } from '#lib/process-singletons';
import { noteAzureError } from './connection-health.ts';
import type { Engine } from './engine.ts';

type Provisioner = Pick<Engine, 'gateway' | 'publicUrl' | 'log'>;

export interface RefusedPolicy {
  platform: string;
  code: string;
  detail: string;
}

/**
 * Switches partner management on, and creates missing policies. A refused policy is not an error: an admin may have
 * made it in Intune. Throws AzureError if partner management cannot be switched on.
 */
export async function provisionTenant(engine: Provisioner): Promise<{ refused: RefusedPolicy[] }> {
  await engine.gateway.provision(engine.publicUrl);
  return { refused: await ensurePolicies(engine) };
}

/** Makes sure that each platform has a policy that the partner manages. Returns the refusals. */
export async function ensurePolicies(engine: Pick<Engine, 'gateway' | 'log'>): Promise<RefusedPolicy[]> {
  const refused: RefusedPolicy[] = [];
  for (const platform of partnerPlatforms) {
    try {
      await engine.gateway.ensurePolicy(platform);
    } catch (error) {
      if (!(error instanceof AzureError)) throw error;
      const { code, detail } = error.facts;
      refused.push({ platform, code, detail });
      engine.log.warn(
        { event: 'compliance_policy.refused', platform, code, detail },
        'a compliance policy of the partner could not be created',
      );
    }
  }
  return refused;
}

const provisioning = processSingleton('provisioning', () => new WeakMap<Engine['gateway'], Promise<void>>());

/**
 * The tenant accepts devices only once the partner is switched on. `former`: the tenant that was provisioned until now;
 * null: none. Simultaneous calls share one attempt. Throws AzureError.
 */
export function ensureProvisioned(engine: Engine, former: string | null): Promise<void> {
  const running = provisioning.get(engine.gateway) ?? provisionOnce(engine, former);
  provisioning.set(engine.gateway, running);
  return running.finally(() => provisioning.delete(engine.gateway));
}

async function provisionOnce(engine: Engine, former: string | null): Promise<void> {
  const { partnerOn } = await readGate(engine.db.pool);
  try {
    if (partnerOn) await engine.gateway.provision(engine.publicUrl);
  } catch (error) {
    // A tenant whose partner service refuses this may have been provisioned in another way. Uploads will show it.
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

/** After a move to another tenant, every device is reported again, even if nothing is due. */
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
