import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';

const patient = { timeout: 60_000 };
const name = 'iOS older than the 2 newest versions';

test.describe.configure({ mode: 'serial' });

/** Of the policy and the list that the first journey writes */
let policyPath = '';
let listPath = '';

async function checkIn(own: { url: string; apiKey: string }, osVersion: string): Promise<string> {
  const device = { name: 'Behind phone', os: 'ios', osVersion, model: 'iPhone 17' };
  const checkedInAt = new Date().toISOString();
  const checkIns = [{ externalId: randomUUID(), checkedInAt, device, violations: [] }];
  const answer = await fetch(`${own.url}/api/v1/check-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ checkIns }),
  });
  expect(answer.ok).toBe(true);
  return `/devices/${(await answer.json()).results[0].deviceId}`;
}

const row = (page: Page, number: number) =>
  page.getByRole('list', { name: 'Versions' }).getByRole('listitem').nth(number);

test('a policy starts with an empty list, which then decides who is behind', async ({ page, own }) => {
  const devicePath = await checkIn(own, '26.0');
  await page.goto('/policies/new');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page.getByText('Choose a version list.')).toBeVisible();
  await page.getByRole('button', { name: 'Create the empty list “iOS”' }).click();
  const open = page.getByRole('link', { name: 'Open the list' });
  listPath = (await open.getAttribute('href')) ?? '';
  await expect(page.getByRole('combobox', { name: 'Version list' })).toHaveText(/^iOS/);
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page).toHaveURL(/\/policies\/[0-9a-f-]{36}$/);
  policyPath = new URL(page.url()).pathname;
  const says = 'OS version is older than the 2 newest versions in the list “iOS” (14 days after release)';
  await expect(page.getByText(says)).toBeVisible();

  await page.goto('/policies');
  await page.getByRole('link', { name: 'Version lists' }).click();
  await page.getByRole('link', { name: 'iOS', exact: true }).click();
  await expect(page.getByText('no device counts as behind')).toBeVisible();
  await page.getByRole('button', { name: 'Paste lines…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste versions' });
  const lines = '26.2, 2026-03-01\n26.1, 2026-02-01\n18.7.2, 2026-01-01, iPhone XS; iPhone XR';
  await dialog.getByRole('textbox', { name: 'One version per line' }).fill(lines);
  await dialog.getByRole('button', { name: 'Add 3 versions' }).click();
  await expect(row(page, 2).getByRole('textbox', { name: 'Models (optional)' })).toHaveValue(
    'iPhone XS; iPhone XR',
  );

  // A version that is wrong says so, and gets the focus.
  await page.getByRole('button', { name: 'Add version' }).click();
  const version = row(page, 0).getByRole('textbox', { name: 'Version' });
  await expect(version).toBeFocused();
  await version.fill('26.1.0');
  await row(page, 0).getByLabel('Released').fill('2026-03-02');
  await page.getByRole('button', { name: 'Save list' }).click();
  const repeated = row(page, 2).getByRole('textbox', { name: 'Version' });
  await expect(repeated).toBeFocused();
  await expect(repeated).toHaveAccessibleDescription(/already in the list/);
  await page.getByRole('button', { name: 'Remove version 1' }).click();
  await page.getByRole('button', { name: 'Save list' }).click();
  const lists = page.getByRole('table', { name: 'Version lists' });
  await expect(lists.getByRole('row').nth(1)).toContainText(/3 versions.*Newest: 26.2, 26.1, and 18.7.2/);

  await page.goto(devicePath);
  await expect(page.getByRole('region', { name: 'Why this verdict' })).toContainText(name, patient);
  await page.goto(listPath);
  await expect(page.getByRole('button', { name: 'Delete…' })).toHaveAccessibleDescription(/Policies use/);
});

test('a list that nothing uses is deleted', async ({ page }) => {
  await page.goto('/policies/version-lists/new');
  const field = page.getByRole('textbox', { name: 'Name' });
  await field.fill('IOS');
  await page.getByRole('button', { name: 'Create list' }).click();
  await expect(field).toHaveAccessibleDescription(
    /^Policies offer the list .* Another version list has this name\.$/,
  );
  await field.fill('Unused');
  await page.getByRole('button', { name: 'Create list' }).click();
  await page.getByRole('link', { name: 'Unused' }).click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete list' }).click();
  await expect(page).toHaveURL(/\/policies\/version-lists$/);
  await expect(page.getByRole('table', { name: 'Version lists' })).not.toContainText('Unused');
});

for (const locale of ['en-US', 'ja-JP', 'de-DE'] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('the pages of version lists are accessible and fit', async ({ page }) => {
      const places = {
        lists: '/policies/version-lists',
        list: listPath,
        new: '/policies/version-lists/new?system=macos',
        policy: policyPath,
        edit: `${policyPath}/edit`,
      };
      for (const [picture, path] of Object.entries(places)) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessibleInAllSizes(page, { picture: `version-${picture}-${locale}` });
      }
    });
  });
}

test.describe('a viewer', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('reads version lists, and cannot write them', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: /^Vera Novak/ }).click();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await page.goto('/policies/version-lists');
    await expect(page.getByRole('button', { name: 'New version list' })).toBeDisabled();
    await page.getByRole('link', { name: 'iOS', exact: true }).click();
    const versions = page.getByRole('table', { name: 'Versions' });
    await expect(versions).toContainText('iPhone XS and iPhone XR');
    await expect(page.getByRole('button', { name: 'Delete…' })).toBeDisabled();
    await page.goto('/policies/version-lists/new');
    await expect(page.getByRole('heading', { name: 'You cannot open this page' })).toBeVisible();
  });
});
