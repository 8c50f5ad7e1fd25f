import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './kit/expect-accessible.ts';

/** Until a worker has read the list of Entra's devices, and counted. */
const patient = { timeout: 60_000 };

test('devices that only Entra knows are counted, listed, narrowed and exported', async ({ page }) => {
  await page.goto('/connection');
  const panel = page.getByRole('region', { name: 'Only in Entra' });
  await expect(panel).toContainText('Counted', patient);
  await panel.getByRole('link', { name: 'Show list' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Devices only in Entra' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Devices only in Entra' }).getByRole('row');
  const warehouse = rows.filter({ hasText: 'Old iPad, warehouse' });
  await expect(warehouse).toContainText('No sign-in for 90 days');
  await expect(warehouse).not.toContainText('Possible duplicate');
  const reception = rows.filter({ hasText: 'LAPTOP-RECEPTION' });
  await expect(reception).toHaveCount(2);
  await expect(reception.first()).toContainText('Possible duplicate: 1 other device has this name');

  await page.getByRole('button', { name: 'Last sign-in' }).click();
  await expect(page).toHaveURL(/sort=lastSignInAt/);
  await expect(rows.nth(1)).toContainText('Old iPad, warehouse');
  await page.getByRole('button', { name: 'System' }).click();
  await page.getByRole('checkbox', { name: /^Android/ }).check();
  await page.keyboard.press('Escape');
  await expect(rows.filter({ hasText: 'Zebra TC52 scanner' })).toBeVisible();
  await expect(rows.filter({ hasText: 'Old iPad' })).toHaveCount(0);
  await page.getByRole('button', { name: 'No sign-in for 90 days' }).click();
  await expect(rows.filter({ hasText: 'Pixel 6_Android' })).toBeVisible();
  await expect(rows.filter({ hasText: 'Zebra TC52 scanner' })).toHaveCount(0);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^tenko-only-in-entra-\d{4}-\d\d-\d\d\.csv$/);
  const csv = await readFile(await file.path(), 'utf8');
  expect(csv).toContain('Pixel 6_Android');
  expect(csv).not.toContain('Zebra');

  await page.getByRole('link', { name: 'Connection to Azure' }).click();
  await panel.getByRole('link').filter({ hasText: /^\d+$/ }).first().click();
  await expect(page).toHaveURL(/\/connection\/entra-only\?os=\w+$/);
});

const looks = [
  { locale: 'en-US', viewport: { width: 1280, height: 800 } },
  { locale: 'ja-JP', viewport: { width: 390, height: 844 } },
  { locale: 'de-DE', viewport: { width: 390, height: 844 } },
] as const;

for (const look of looks) {
  test.describe(`${look.locale}, ${look.viewport.width}`, () => {
    test.use(look);

    test('the list is accessible and fits', async ({ page }) => {
      await expect(async () => {
        await page.goto('/connection/entra-only?sort=lastSignInAt');
        await expect(page.getByText('Old iPad, warehouse')).toBeVisible({ timeout: 2000 });
      }).toPass(patient);
      await expectAccessible(page, { picture: `entra-only-${look.locale}-${look.viewport.width}` });
    });
  });
}
