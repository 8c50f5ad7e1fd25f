import { type APIRequestContext, expect, type Page } from '@playwright/test';

/** Until a worker has sent something. */
export const patient = { timeout: 60_000 };

export async function checkIn(
  request: APIRequestContext,
  apiKey: string,
  name: string,
  violated: boolean,
  user?: { principalName: string },
) {
  const violations = violated ? [{ policy: 'Passcode', action: 'block', since: '2026-11-01T08:00:00Z' }] : [];
  const device = { name, os: 'ios', osVersion: '26.1' };
  const one = { externalId: name, checkedInAt: new Date().toISOString(), device, violations };
  const answer = await request.post('/api/v1/check-ins', {
    headers: { authorization: `Bearer ${apiKey}` },
    data: { checkIns: [{ ...one, user, azure: { clientStatusCode: 'Success' } }] },
  });
  expect(answer.ok()).toBe(true);
}

export const result = (page: Page) => page.getByRole('region', { name: 'Test' });
