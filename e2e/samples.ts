import type { Page } from '@playwright/test';
import { product } from './product.ts';

/** What pages of one thing are looked at with: a device whose user has to act, and a bulk report of it. By their ids. */
export async function samples(page: Page): Promise<{ device: string; bulk: string }> {
  const headers = { authorization: `Bearer ${product().apiKey}` };
  const found = await page.request.get('/api/v1/devices?clientStatusCode=User_Canceled&limit=1', { headers });
  const device = (await found.json()).items[0].id as string;
  const asked = await page.request.post('/api/v1/bulk-reports', { headers, data: { deviceIds: [device] } });
  return { device, bulk: (await asked.json()).id };
}
