import { expect, type Locator, test } from '@playwright/test';
import type { Overview } from '../lib/contract/overview.ts';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';

async function ask<T>(path: string): Promise<T> {
  const { url, apiKey } = product();
  const answer = await fetch(new URL(path, url), { headers: { authorization: `Bearer ${apiKey}` } });
  return (await answer.json()) as T;
}

const numberIn = async (place: Locator) => Number((await place.textContent())?.replace(/\D/g, ''));

/** How many devices the list counts under an address. */
async function devicesUnder(href: string): Promise<number> {
  const { search } = new URL(href, product().url);
  const page = await ask<{ total: { value: number } }>(
    `/api/v1/devices${search === '' ? '?' : `${search}&`}count=true&limit=1`,
  );
  return page.total.value;
}

test.beforeAll(async () => {
  const settled = async () => (await ask<Overview>('/api/v1/overview')).figures?.day.successful ?? 0;
  await expect.poll(settled, { timeout: 60_000 }).toBeGreaterThan(0);
});

test('the console opens with it, and every count of devices leads to as many devices', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/overview$/);
  await expect(
    page.getByRole('heading', { level: 2, name: /^(Reporting is healthy|Many reports fail)$/ }),
  ).toBeVisible();
  // Other journeys check devices in meanwhile: the worker counts again within seconds.
  await expect(async () => {
    for (const title of ['Verdict', 'Azure compliance status', 'Client status code', 'Operating system']) {
      const rows = page
        .getByRole('table', { name: title, exact: true })
        .getByRole('row')
        .filter({ has: page.getByRole('link') });
      const counts = (await rows.all()).map(async (row) => {
        const href = (await row.getByRole('link').getAttribute('href')) ?? '';
        expect([href, await numberIn(row.getByRole('cell').first())]).toEqual([
          href,
          await devicesUnder(href),
        ]);
      });
      await Promise.all(counts);
    }
  }).toPass({ timeout: 45_000 });
});

test('a key figure leads to its devices, and the name of the product back', async ({ page }) => {
  await page.goto('/overview');
  const tile = page
    .getByRole('list', { name: 'Needs attention' })
    .getByRole('link', { name: /^Noncompliant/ });
  await tile.click();
  await expect(page).toHaveURL(/\/devices\?verdict=noncompliant$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
  await page.getByRole('link', { name: 'Tenko' }).click();
  await expect(page).toHaveURL(/\/overview$/);
});

test('a chart is a table, too, whose numbers lead to the reports of their hour', async ({ page }) => {
  await page.goto('/overview');
  const panel = page.getByRole('region', { name: 'Reports per hour, last 48 hours' });
  await expect(panel.getByRole('figure')).toContainText(/Reports of the last 48 hours: \d+ successful/);
  await panel.getByText('Show as table').press('Enter');
  const link = panel
    .getByRole('table')
    .getByRole('link', { name: /Successful$/ })
    .first();
  const count = await numberIn(link);
  await link.click();
  await expect(page).toHaveURL(/\/reports\?status=successful&createdAfter=.*&createdBefore=/);
  await expect(page.getByRole('button', { name: /^Remove filter Time:/ })).toBeVisible();
  const { search } = new URL(page.url());
  const listed = await ask<{ items: unknown[] }>(`/api/v1/reports${search}&limit=200`);
  expect(listed.items.length).toBeGreaterThanOrEqual(Math.min(count, 200));
  await page.getByRole('button', { name: /^Remove filter Time:/ }).click();
  await expect(page).toHaveURL(/\/reports\?status=successful$/);
});

test('what changes appears without a reload', async ({ page }) => {
  await page.goto('/overview');
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  const row = page
    .getByRole('table', { name: 'Client status code' })
    .getByRole('row', { name: /Internal_Error/ });
  const before = await numberIn(row.getByRole('cell').first());
  const { url, apiKey } = product();
  const checkIn = {
    externalId: crypto.randomUUID(),
    checkedInAt: new Date().toISOString(),
    device: { name: 'Overview: in trouble', os: 'macos', osVersion: '26.1' },
    azure: { clientStatusCode: 'Internal_Error' },
  };
  await fetch(`${url}/api/v1/check-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ checkIns: [checkIn] }),
  });
  await expect(row.getByRole('cell').first()).toHaveText(String(before + 1), { timeout: 30_000 });
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
});

for (const locale of ['en-US', 'ja-JP'] as const) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });

    test('the overview is accessible and fits, its tables open', async ({ page }) => {
      await page.goto('/overview');
      await expect(page.locator('.recharts-surface').first()).toBeVisible();
      for (const summary of await page.locator('summary').all()) await summary.click();
      await expectAccessibleInAllSizes(page);
    });
  });
}
