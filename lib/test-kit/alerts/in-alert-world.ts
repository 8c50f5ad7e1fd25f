import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { listDeliveries } from '#lib/alerts/deliveries';
import { AlertWorld } from './alert-world.ts';

export let world: AlertWorld;
export const blocked = [{ policy: 'OS too old', action: 'block', since: '2026-11-22T01:00:00.000Z' }];

/** What makes an address a credential, and what webhooks are signed with, is in no log of all tests together. */
export function inAlertWorld(): void {
  beforeAll(async () => {
    world = await AlertWorld.open();
  });
  afterAll(async () => {
    await world.close();
    expect(world.logged.join('')).not.toMatch(/top-secret|whsec_|signing/);
  });
  beforeEach(() => world.begin());
}

/** What became of the messages, and what was answered to each attempt. */
export const deliveries = async () =>
  (await listDeliveries(world.db, { limit: 200 })).items.map(({ state, attempts }) => [
    state,
    ...attempts.map(({ status }) => status),
  ]);
