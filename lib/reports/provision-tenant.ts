import { AzureError, partnerPlatforms } from '../domain/azure-gateway.ts';
import type { Engine } from './engine.ts';

/**
 * Switches partner management on, and makes sure that each platform has a policy that the partner manages.
 * A refused policy is no obstacle: an admin may have made it in Intune. Throws AzureError of the switch itself.
 */
export async function provisionTenant(
  engine: Pick<Engine, 'gateway' | 'publicUrl' | 'log'>,
): Promise<{ refused: { platform: string; code: string; detail: string }[] }> {
  await engine.gateway.provision(engine.publicUrl);
  const refused: { platform: string; code: string; detail: string }[] = [];
  for (const platform of partnerPlatforms) {
    try {
      await engine.gateway.ensurePolicy(platform);
    } catch (error) {
      if (!(error instanceof AzureError)) throw error;
      const { code, detail } = error.facts;
      refused.push({ platform, code, detail });
      engine.log.warn({ platform, code, detail }, 'a compliance policy of the partner could not be made');
    }
  }
  return { refused };
}
