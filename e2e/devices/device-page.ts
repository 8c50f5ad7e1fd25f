import type { APIRequestContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { product } from '../kit/product.ts';

export async function openFirst(page: Page, query: string): Promise<void> {
  await page.goto(`/devices?${query}`);
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'What Azure knows' })).toBeVisible();
}

const api = () => ({ headers: { authorization: `Bearer ${product().apiKey}` } });

/** Checks devices in; answers their ids. */
export async function checkIn(request: APIRequestContext, checkIns: object[]): Promise<string[]> {
  const answer = await request.post('/api/v1/check-ins', { ...api(), data: { checkIns } });
  const { results } = (await answer.json()) as { results: { deviceId: string }[] };
  return results.map(({ deviceId }) => deviceId);
}

export function phone(externalId: string, minutesAgo: number, more: object = {}) {
  return {
    externalId,
    checkedInAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    device: { name: `Phone ${externalId}`, os: 'ios', osVersion: '26.1', serialNumber: `SN-${externalId}` },
    user: { principalName: 'kana@example.com', displayName: 'Kana' },
    ...more,
  };
}
