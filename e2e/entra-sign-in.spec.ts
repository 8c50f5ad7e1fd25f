import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';

test.use({ storageState: { cookies: [], origins: [] } });

const people = {
  admin: /^Aoi Tanaka/,
  operator: /^Omar Haddad/,
  viewer: /^Vera Novak/,
  nobody: /^Noah Berg/,
  auditor: /^Akira Sato/,
};

async function signInAs(page: Page, who: keyof typeof people, from = '/sign-in'): Promise<void> {
  await page.goto(from);
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
  await page.getByRole('button', { name: people[who] }).click();
}

async function openReportable(page: Page): Promise<void> {
  await page.goto('/devices?azureComplianceStatus=successful&verdict=compliant');
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('button', { name: 'Report now' })).toBeVisible();
}

/** What the console itself would send. */
const send = (page: Page, path: string) =>
  page.evaluate((address) => fetch(address, { method: 'POST' }).then(({ status }) => status), path);

test('a viewer reads, and is told why the rest is not theirs', async ({ page }) => {
  await signInAs(page, 'viewer');
  await expect(page).toHaveURL(/\/overview/);
  await openReportable(page);
  const report = page.getByRole('button', { name: 'Report now' });
  await expect(report).toBeDisabled();
  await expect(report).toHaveAccessibleDescription(/need the role Operator for this\. Your role is Viewer/);
  const id = page.url().split('/').at(-1)?.split('?')[0];
  expect(await send(page, `/api/v1/devices/${id}/reports`)).toBe(403);
  expect(await send(page, `/api/v1/devices/${id}/retire`)).toBe(403);
  await page.goto('/connection');
  for (const name of ['Pause reporting', 'Resync…', 'Provision…', 'Check now']) {
    const button = page.getByRole('button', { name, exact: true });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(/need the role Admin/);
  }
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search devices, pages and actions' }).fill('Alerts');
  await expect(page.getByRole('option', { name: 'Alerts', exact: true })).toBeVisible();
  await expect.poll(() => asked).toContain('/api/v1/policies');
  expect(asked).not.toContain('/api/v1/api-keys');
});

test('an operator reports, and does not retire', async ({ page }) => {
  await signInAs(page, 'operator');
  await openReportable(page);
  const report = page.getByRole('button', { name: 'Report now' });
  await expect(report).toBeEnabled();
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('button', { name: 'Retire…', exact: true })).toBeDisabled();
  const id = page.url().split('/').at(-1)?.split('?')[0];
  expect(await send(page, `/api/v1/devices/${id}/reports`)).toBe(202);
  expect(await send(page, '/api/v1/connection/pause')).toBe(403);
});

test('an auditor reads it all, the audit log too, and changes nothing', async ({ page }) => {
  await signInAs(page, 'auditor');
  await expect(page).toHaveURL(/\/overview/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit log' }).click();
  const log = page.getByRole('table', { name: 'Audit log' });
  await expect(log.getByRole('row').filter({ hasText: 'akira@sandbox.example' }).first()).toContainText(
    'Sign-in',
  );
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /NDJSON/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.ndjson$/);

  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'API keys' }).click();
  const create = page.getByRole('button', { name: 'Create key' });
  await expect(create).toBeDisabled();
  await expect(create).toHaveAccessibleDescription(/need the role Admin for this\. Your role is Auditor/);
  await expect(page.getByRole('table', { name: 'API keys' }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Rotate|Revoke)/ })).toHaveCount(0);
  await expectAccessibleInAllSizes(page, { picture: 'auditor-keys' });

  await openReportable(page);
  await expect(page.getByRole('button', { name: 'Report now' })).toBeDisabled();
  const id = page.url().split('/').at(-1)?.split('?')[0];
  const keyId = '01990000-0000-7000-8000-000000000001';
  for (const path of [
    `devices/${id}/reports`,
    `devices/${id}/notes`,
    'connection/pause',
    `api-keys/${keyId}/rotate`,
  ]) {
    expect([path, await send(page, `/api/v1/${path}`)]).toEqual([path, 403]);
  }

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Everyone' }).click();
  await expect(page.getByText(/Admin/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'End the session: admin' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Account' }).click();
  await expect(page.getByText('Auditor · signed in with Microsoft')).toBeVisible();
});

test('an admin does everything, and ends the session of somebody else', async ({ page, browser }) => {
  const other = await openElsewhere(browser);
  await signInAs(other, 'operator');
  await expect(other).toHaveURL(/\/overview/);
  await signInAs(page, 'admin');
  await page.goto('/connection');
  await expect(page.getByRole('button', { name: 'Resync…' })).toBeEnabled();
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Everyone' }).click();
  const ends = page.getByRole('button', { name: 'End the session: omar@sandbox.example' });
  await expect(ends.first()).toBeVisible();
  for (let left = await ends.count(); left > 0; left -= 1) {
    await ends.first().click();
    await expect(ends).toHaveCount(left - 1);
  }
  await other.goto('/devices');
  await expect(other).toHaveURL(/\/sign-in/);
  await other.context().close();
});

async function openElsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage();
}

test('who has no role is told who they are and whom to ask, and gets in nowhere', async ({ page }) => {
  await signInAs(page, 'nobody');
  const alert = page.getByRole('alert').filter({ hasText: 'You have no role in Tenko' });
  await expect(alert).toContainText('Noah Berg (noah@sandbox.example)');
  await expect(alert).toContainText('assign you Viewer, Operator, Auditor or Admin');
  await page.goto('/devices');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('whoever cancels is where they were', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The sign-in was canceled')).toBeVisible();
});

test('signing in leads back to where one was', async ({ page }) => {
  await signInAs(page, 'viewer', '/devices?verdict=noncompliant');
  await expect(page).toHaveURL(/\/devices\?verdict=noncompliant/);
  await expect(page.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
});

test('signing out offers Microsoft’s own, and comes back', async ({ page }) => {
  await signInAs(page, 'viewer');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out of Tenko')).toBeVisible();
  await page.getByRole('link', { name: 'Sign out of Microsoft, too' }).click();
  await expect(page).toHaveURL(`${product().url}/sign-in`);
});

test('a page that needs more of a role says so', async ({ page }) => {
  await signInAs(page, 'viewer');
  await expect(page).toHaveURL(/\/overview/);
  await page.goto('/no-access?needs=admin');
  await expect(page.getByRole('heading', { level: 1, name: 'You cannot open this page' })).toBeVisible();
  await expect(page.getByText(/need the role Admin.*with the role Viewer/)).toBeVisible();
});

for (const [locale, enter] of [
  ['en-US', 'Sign in with Microsoft'],
  ['ja-JP', 'Microsoft でサインイン'],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('every step is accessible and fits', async ({ page }) => {
      const check = (step: string) => expectAccessibleInAllSizes(page, { picture: `${step}-${locale}` });
      await page.goto('/sign-in?signedOut=entra');
      await page.locator('summary').click();
      await check('sign-in');
      await page.getByRole('link', { name: enter }).click();
      await expect(page.getByRole('button', { name: people.nobody })).toBeVisible();
      await check('sandbox-people');
      await page.getByRole('button', { name: people.nobody }).click();
      await expect(page.getByRole('alert').first()).toContainText('Noah Berg');
      await check('no-role');
      await page.getByRole('link', { name: enter }).click();
      await page.getByRole('button', { name: people.admin }).click();
      await expect(page).toHaveURL(/\/overview/);
      await page.goto('/settings');
      await expect(page.getByText('aoi@sandbox.example').first()).toBeVisible();
      await check('sessions');
      await page.goto('/no-access?needs=admin');
      await check('no-access');
    });
  });
}
