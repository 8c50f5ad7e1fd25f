import { AzureError, partnerPlatforms } from '#lib/domain/azure/azure-gateway';
import type { Engine } from './engine.ts';

type Provisioner = Pick<Engine, 'gateway' | 'publicUrl' | 'log'>;

export interface RefusedPolicy {
  platform: string;
  code: string;
  detail: string;
}

/**
 * Switches partner management on, and makes sure of the policies. A refused policy is no obstacle: an admin may have
 * made it in Intune. Throws AzureError of the switch itself.
 */
export async function provisionTenant(engine: Provisioner): Promise<{ refused: RefusedPolicy[] }> {
  await engine.gateway.provision(engine.publicUrl);
  return { refused: await ensurePolicies(engine) };
}

/** Makes sure that each platform has a policy that the partner manages. Answers what was refused. */
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
