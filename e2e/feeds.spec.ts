import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { expectAccessibleInAllSizes } from './expect-accessible.ts';
import { test } from './own-product.ts';

const patient = { timeout: 60_000 };

test('the page of feeds leads to what a feed sent, and why some of it was rejected', async ({
  page,
  own,
}) => {
  const good = {
    externalId: randomUUID(),
    checkedInAt: new Date().toISOString(),
    device: { name: 'Phone of a feed', os: 'ios', osVersion: '26.1' },
  };
  const answer = await fetch(`${own.url}/api/v1/check-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      checkIns: [good, { ...good, externalId: 'without-system', device: { name: 'x', osVersion: '1' } }],
    }),
  });
  const { results } = await answer.json();
  const device = await fetch(`${own.url}/api/v1/devices/${results[0].deviceId}`, {
    headers: { authorization: `Bearer ${own.apiKey}` },
  });
  const { feed } = await device.json();

  await page.goto('/feeds');
  const row = page.getByRole('table', { name: 'Feeds' }).getByRole('row').filter({ hasText: feed });
  await expect(row).toContainText('Active');
  await expect(row.getByRole('link', { name: '1 rejected' })).toBeVisible(patient);
  await row.getByRole('link', { name: feed, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: feed })).toBeVisible();
  const rejected = page.getByRole('table', { name: 'Rejected check-ins' });
  await expect(rejected).toContainText('without-system');
  await expect(rejected).toContainText('device.os');
  await expect(rejected).toContainText('Missing');
  await expect(page.getByRole('region', { name: 'Send a check-in to this feed' })).toContainText(
    `${own.url}/api/v1/check-ins`,
  );
  await expectAccessibleInAllSizes(page, { picture: 'feed' });
  await page.getByRole('region', { name: 'Check-ins of the last 24 hours' }).getByRole('link').click();
  await expect(page).toHaveURL(/\/devices\?feed=/);
  await expect(page.getByRole('grid')).toContainText('Phone of a feed');
});

test('a feed that does not exist has a page that leads back', async ({ page, own }) => {
  await page.goto(`${own.url}/feeds/${encodeURIComponent('Nobody/α %')}`);
  await expect(page.getByRole('heading', { name: 'Feed not found' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'All feeds' }).click();
  await expect(page).toHaveURL(/\/feeds$/);
});
