import { afterAll, beforeAll } from 'vitest';
import type { DeviceDetail } from '#lib/contract/device';
import { azureIdOf, connectedCheckIn, createReportingWorld, type ReportingWorld } from './reporting-world.ts';

export const blocked = { violations: [{ policy: 'Rule', action: 'block' }] };

export let world: ReportingWorld;
let made = 0;

/** The whole loop, and Azure ids that no other test has. */
export function inAzureIdWorld(): void {
  beforeAll(async () => {
    world = await createReportingWorld();
  }, 60_000);
  afterAll(() => world.close());
}

/** A check-in of one Azure id by a feed. */
export async function checkIn(
  feed: string,
  azureName: string,
  minute: number,
  more: Record<string, unknown> = {},
) {
  const one = connectedCheckIn(azureName, minute, { externalId: `${feed} ${azureName}`, ...more });
  const [result] = (await world.checkIn([one], feed)).results;
  return { id: result?.deviceId ?? '', result };
}

export const newName = () => {
  made += 1;
  return `id${made}`;
};

export const waitOptions = { timeout: 15_000, interval: 50 };
export const shown = (azureName: string) => world.shown(azureIdOf(azureName));

export const told = (id: string, verdict: DeviceDetail['verdict']) =>
  world.eventually(id, { azureComplianceStatus: 'successful', reportedVerdict: verdict, obstacle: null });
