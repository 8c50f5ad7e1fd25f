import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';

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

const rows = [
  'Asset;Hostname;Platform;OS Version;Last Seen;Serial No;Site',
  'A-1;Import phone 1;iOS;26.1;20.11.2026 08:00;F2LX1;Osaka',
  'A-2;"Import ""phone"" 2";Android;16;21.11.2026 08:00;;Köln',
  'A-3;Import phone 3;nonsense;16;21.11.2026 08:00;;Köln',
];

test('a file of another system is mapped, imported, and its bad line can be downloaded', async ({ page }) => {
  await page.goto('/feeds');
  await page.getByRole('link', { name: 'Import a file' }).click();
  await expectAccessibleInAllSizes(page, { picture: 'import-start' });
  const file = {
    name: 'inventory.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\r\n'), 'latin1'),
  };
  await page.getByLabel(/Drop a file here/).setInputFiles(file);
  await expect(page.getByLabel('Feed', { exact: true })).toHaveValue('inventory');
  await expect(page.getByText('Not assigned yet: externalId')).toBeVisible();
  const start = page.getByRole('button', { name: 'Import', exact: true });
  await start.click();
  await expect(page.getByRole('combobox', { name: /^What the column/ }).first()).toBeFocused();
  await expect(page.getByLabel('What the column Hostname is')).toHaveValue('device.name');
  await page.getByLabel('What the column Asset is').selectOption('externalId');
  await page.getByLabel('What the column Site is').selectOption('Attribute for policies');
  await expect(page.getByRole('region', { name: 'First rows' }).first()).toContainText(
    'device.attributes.Site',
  );
  await expect(page.getByLabel('Encoding')).toHaveValue('windows-1252');
  await expect(page.getByText('Köln').first()).toBeVisible();
  await expect(page.getByLabel('Dates are written')).toHaveValue('day_first');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await expectAccessibleInAllSizes(page, { picture: 'import-columns' });
  await start.click();
  await expect(page.getByText('3 records read, 1 not imported.')).toBeVisible(patient);
  const errors = page.getByRole('region', { name: 'Not imported' });
  await expect(errors).toContainText('Line 4');
  await expect(errors).toContainText('device.os');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    errors.getByRole('link', { name: 'Download these lines' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('inventory.csv-errors.csv');
  await expect(page.getByText('The file was read as Windows-1252.')).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: 'import-done' });
  await page.getByRole('button', { name: 'Choose another file' }).click();
  await page.getByLabel(/Drop a file here/).setInputFiles({ ...file, name: 'inventory-2.csv' });
  await expect(page.getByText('your choices were kept')).toBeVisible();
  await expect(page.getByLabel('What the column Asset is')).toHaveValue('externalId');
  await expect(page.getByLabel('Feed', { exact: true })).toHaveValue('inventory');
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  await page.goto('/feeds');
  await expect(page.getByRole('row').filter({ hasText: 'inventory' })).toContainText('Imported from files');
  await page.goto('/devices?feed=inventory');
  await expect(page.getByRole('grid')).toContainText('Import "phone" 2', patient);
  await page.getByRole('grid').getByRole('link', { name: 'Import phone 1' }).click();
  await expect(page.getByText('Osaka')).toBeVisible();
});

test('an export of Tenko is recognized, and what is no table is refused at once', async ({ page, own }) => {
  const headers = { authorization: `Bearer ${own.apiKey}` };
  const exported = await fetch(`${own.url}/api/v1/devices/export?format=csv&bom=true&feed=demo`, { headers });
  const buffer = Buffer.from(await exported.arrayBuffer());
  // Chosen while the scripts of the page are loading
  let load = () => {};
  const loaded = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await loaded;
    await route.continue();
  });
  await page.goto('/imports', { waitUntil: 'commit' });
  const drop = page.getByLabel(/Drop a file here/);
  await drop.setInputFiles({
    name: 'a.png',
    mimeType: 'image/png',
    buffer: Buffer.from([0x89, 0x50, 0, 0, 1]),
  });
  load();
  await expect(page.getByRole('alert').filter({ hasText: 'not a CSV or NDJSON' })).toBeVisible();
  await drop.setInputFiles({ name: 'devices.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByLabel('The file comes from')).toHaveValue('tenko_export');
  await page.getByLabel('Feed', { exact: true }).fill('copy');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('All 40 devices imported.')).toBeVisible(patient);
});
