import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';
import { takePicture } from './kit/take-picture.ts';

/** Checks a device in that Azure knows; its first report is made by itself. Answers its id. */
async function checkIn(name: string, principalName: string): Promise<string> {
  const { url, apiKey } = product();
  const answer = await fetch(`${url}/api/v1/check-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      checkIns: [
        {
          externalId: crypto.randomUUID(),
          checkedInAt: new Date().toISOString(),
          device: { name, os: 'ios', osVersion: '26.1' },
          user: { principalName },
          azure: { deviceId: crypto.randomUUID(), clientStatusCode: 'Success' },
        },
      ],
    }),
  });
  const { results } = (await answer.json()) as { results: { deviceId: string }[] };
  return results[0]?.deviceId ?? '';
}

/** A device whose user Entra does not know, once its report has failed. */
let unlucky = '';
test.beforeAll(async () => {
  const { url, apiKey } = product();
  unlucky = await checkIn('Log: 営業部の端末', 'nobody@example.com');
  const query = new URL(`/api/v1/reports?status=failed&deviceId=${unlucky}`, url);
  const headers = { authorization: `Bearer ${apiKey}` };
  await expect
    .poll(async () => (await (await fetch(query, { headers })).json()).items.length, { timeout: 60_000 })
    .toBe(1);
});

const person = () => `${crypto.randomUUID().slice(0, 8)}@example.com`;

/** The report of a device, opened from the log. */
async function openReport(page: Page, deviceId: string): Promise<void> {
  await page.goto(`/reports?deviceId=${deviceId}`);
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/reports\/[0-9a-f-]{36}$/);
}

test('the log is exported with its filters, on all its pages', async ({ page }) => {
  await page.goto(`/reports?status=failed&deviceId=${unlucky}&q=営業部`);
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export reports' });
  await expect(dialog.getByRole('listitem')).toHaveText([
    'Search: 営業部',
    'Outcome: Failed',
    'Device: Log: 営業部の端末',
  ]);
  await expect(dialog).toContainText('1 report matches.');
  await dialog.getByRole('radio', { name: /NDJSON/ }).check();
  const href = (await dialog.getByRole('link', { name: 'Download' }).getAttribute('href')) ?? '';
  expect(href).toMatch(/^\/api\/v1\/reports\/export\?format=ndjson&/);
  const lines = (await (await page.request.get(href)).text()).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ deviceId: unlucky, status: 'failed', deviceName: 'Log: 営業部の端末' }),
  ]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();
});

test('every report is listed; filters live in the address and can be taken away', async ({ page }) => {
  await page.goto('/devices');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible();
  const table = page.getByRole('table', { name: 'Reports' });
  await expect(table.getByText('Successful').first()).toBeVisible({ timeout: 60_000 });

  const failed = page.getByRole('button', { name: 'Failed', exact: true });
  await failed.click();
  await expect(page).toHaveURL(/status=failed/);
  await expect(failed).toHaveAttribute('aria-pressed', 'true');
  await expect(table.getByRole('row', { name: /営業部の端末/ }).first()).toContainText(
    'Entra does not know the device’s user nobody@example.com.',
  );
  await expect(table.getByText('Successful')).toHaveCount(0);

  await page.getByRole('button', { name: 'Trigger' }).click();
  await page.getByRole('checkbox', { name: 'Weekly' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Time' }).selectOption('Last hour');
  await expect(page).toHaveURL(/trigger=weekly/);
  await expect(page).toHaveURL(/range=1h/);
  await expect(page.getByRole('heading', { name: 'No reports match these filters' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Remove filter Trigger: Weekly' }).click();
  await expect(table.getByRole('row', { name: /営業部の端末/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/reports$/);
  await page.goBack();
  await expect(page).toHaveURL(/range=1h/);
});

test('pages lead forth and back, and the order can be turned', async ({ page }) => {
  await page.goto('/reports?sort=createdAt');
  const first = page.getByRole('table').getByRole('link').first();
  await expect(page.getByRole('columnheader', { name: 'Created' })).toHaveAttribute('aria-sort', 'ascending');
  const oldest = (await first.getAttribute('href')) ?? '';
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(first).not.toHaveAttribute('href', oldest);
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(first).toHaveAttribute('href', oldest);
  await page.getByRole('button', { name: 'Created' }).click();
  await expect(page.getByRole('columnheader', { name: 'Created' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(first).not.toHaveAttribute('href', oldest);
});

test('a report tells each step by itself, with what its support asks for', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const deviceId = await checkIn('Log: a good phone', person());
  await openReport(page, deviceId);
  await expect(page.getByRole('heading', { name: 'Confirmed by Microsoft' })).toBeVisible({
    timeout: 60_000,
  });
  const steps = page.getByRole('region', { name: 'Step by step' });
  const upload = steps.getByRole('listitem').filter({ hasText: 'Sending a message' });
  await expect(upload).toContainText('HTTP 200');
  await upload.getByText('Response', { exact: true }).click();
  await expect(upload.getByRole('region', { name: 'the response' })).toContainText('"Status"');
  await expect(steps.getByRole('listitem').last()).toContainText('Confirmed by Microsoft');
  await upload.getByRole('button', { name: 'Copy client-request-id' }).click();
  const shown = await upload.getByRole('definition').first().getByRole('code').textContent();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
  await expect(page.getByRole('region', { name: 'Sent data' })).toContainText(
    '"DeviceName": "Log: a good phone"',
  );

  await page.getByRole('link', { name: 'Log: a good phone' }).click();
  await expect(page).toHaveURL(`/devices/${deviceId}`);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('link', { name: 'Reports of this device' }).click();
  const chip = page.getByRole('button', { name: 'Remove filter Device: Log: a good phone' });
  await expect(chip).toBeVisible();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
});

test('a report asked for by hand is watched from Queued to its end without a reload', async ({ page }) => {
  const deviceId = await checkIn('Log: asked by hand', person());
  await page.goto(`/devices/${deviceId}`);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const link = page.getByRole('link', { name: 'Report: Azure registration' });
  const first = timeline.getByRole('listitem').filter({ has: link });
  await expect(first).toContainText('Successful', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Report now' }).click();
  const newest = timeline.getByRole('link', { name: 'Report: Report now' }).first();
  await newest.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report now: Log: asked by hand');
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  await expect(page.getByRole('heading', { name: 'Confirmed by Microsoft' })).toBeVisible({
    timeout: 60_000,
  });
  const facts = page.getByRole('region', { name: 'Report', exact: true });
  await expect(facts).toContainText('Requested by');
  await expect(facts).toContainText('admin');
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
});

test('a refused report says what Microsoft said', async ({ page }) => {
  const deviceId = await checkIn('Log: refused [sandbox:reject]', person());
  await openReport(page, deviceId);
  const outcome = page.getByRole('region', { name: 'Failed', exact: true });
  await expect(outcome).toContainText('Microsoft returned SandboxRejected', { timeout: 60_000 });
  const steps = page.getByRole('region', { name: 'Step by step' });
  await expect(steps.getByRole('listitem').filter({ hasText: 'HTTP 400' })).toBeVisible();
});

test('a known cause leads to what the guide says about it', async ({ page }) => {
  await openReport(page, unlucky);
  const outcome = page.getByRole('region', { name: 'Failed', exact: true });
  await outcome.getByRole('link', { name: 'User unknown to Entra: explained in the guide' }).click();
  await expect(page.locator('#failure-user_not_found')).toBeInViewport();
});

test('an unknown report is said to be unknown', async ({ page }) => {
  const answer = await page.goto('/reports/00000000-0000-7000-8000-000000000000');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: 'Report not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the reports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible();
});

const words = { 'en-US': 'Failed', 'ja-JP': '失敗' } as const;

for (const locale of ['en-US', 'ja-JP'] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('the log and a failed report are accessible and fit', async ({ page }) => {
      await page.goto('/reports?status=failed&status=successful&range=24h');
      await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
      await expectAccessibleInAllSizes(page);
      await openReport(page, unlucky);
      const outcome = page.getByRole('region', { name: words[locale], exact: true });
      await expect(outcome).toContainText('nobody@example.com');
      await expectAccessibleInAllSizes(page);
    });
  });
}

test('the log is searched by device and message, is counted, and names a parameter that it does not know', async ({
  page,
}) => {
  await page.goto('/reports?colour=red&status=failed');
  await expect(page.getByText('This address has an unknown filter: colour=red.')).toBeVisible();
  await page.getByRole('link', { name: 'Remove from the address' }).click();
  await expect(page).toHaveURL(/\/reports\?status=failed$/);
  await expect(page.getByText(/^\d+ reports?$/)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search' }).fill('営業部');
  await expect(page).toHaveURL(/q=/);
  await expect(page.getByText('1 report', { exact: true })).toBeVisible();
  await expect(page.getByRole('table').getByText('Log: 営業部の端末')).toBeVisible();
  const { items } = await (await page.request.get(`/api/v1/reports?deviceId=${unlucky}`)).json();
  await page.goto(`/reports?q=${items[0].id}`);
  await expect(page.getByText('1 report', { exact: true })).toBeVisible();
  await takePicture(page, 'reports-search');
});
