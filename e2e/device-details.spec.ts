import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

async function openFirst(page: Page, query: string): Promise<void> {
  await page.goto(`/devices?${query}`);
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'What Azure knows' })).toBeVisible();
}

const cases = [
  ['User_Canceled', 'The user ended the web sign-in with Done or Cancel.', 'The device’s user'],
  ['Workplace_Join_Required', 'The device is not registered with Microsoft yet.', 'The device’s user'],
  ['Server_Declined_Scopes', 'Some of the requested permissions were not granted.', 'A tenant admin'],
] as const;

for (const [code, meaning, who] of cases) {
  test(`${code}: what it means, who can fix it, and why it cannot be reported`, async ({ page }) => {
    await openFirst(page, `clientStatusCode=${code}`);
    const next = page.getByRole('region', { name: 'Get the client connected to Azure' });
    await expect(next).toContainText(meaning);
    await expect(next).toContainText(who);

    const azure = page.getByRole('region', { name: 'What Azure knows' });
    await expect(azure).toContainText(`The device cannot be reported: its client says ${code}.`);
    const report = page.getByRole('button', { name: 'Report now' });
    await expect(report).toBeDisabled();
    await expect(report).toHaveAccessibleDescription(new RegExp(`while its client says ${code}`));
  });
}

test('Report now becomes Successful without a reload', async ({ page }) => {
  await openFirst(page, 'azureComplianceStatus=successful&verdict=compliant&sort=name');
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  await page.getByRole('button', { name: 'Report now' }).click();
  const words = page.getByRole('status').filter({ hasText: /Microsoft|report/ });
  await expect(words.filter({ hasText: 'In-progress' })).toBeVisible();
  await expect(words.filter({ hasText: 'Successful' })).toBeVisible({ timeout: 60_000 });
  const reports = page.getByRole('region', { name: 'Reports' });
  await expect(reports.getByRole('listitem').first()).toContainText('Report now');
  await expect(reports.getByRole('listitem').first()).toContainText('Successful');
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
});

test('retiring asks for the device by name, and ends in Retired', async ({ page }) => {
  await openFirst(page, 'azureComplianceStatus=successful&sort=-name');
  const name = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Retire…' }).click();
  const dialog = page.getByRole('dialog', { name: `Retire ${name}?` });
  const submit = dialog.getByRole('button', { name: 'Retire 1 device' });
  await expect(submit).toBeDisabled();
  await dialog.getByRole('textbox').fill(name ?? '');
  await expect(submit).toBeEnabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Retire…' }).click();
  await dialog.getByRole('textbox').fill(name ?? '');
  await submit.click();
  await expect(page.getByRole('heading', { name: 'Retired: nothing to do' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Report now' })).toBeDisabled();
});

test('an unknown device is said to be unknown', async ({ page }) => {
  const answer = await page.goto('/devices/00000000-0000-7000-8000-000000000000');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such device' })).toBeVisible();
});
