import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { call } from './kit/call-api.ts';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';

const patient = { timeout: 60_000 };
const name = 'iOS older than 26.0';

test.describe.configure({ mode: 'serial' });

/** Of the policy that the first journey writes */
let policyPath = '';
/** Of the device that violates it */
let devicePath = '';

const reasons = (page: Page) => page.getByRole('region', { name: 'Why this verdict' });

test('a policy is written from a template, previewed, saved, and seen on a device with its next step', async ({
  page,
  own,
}) => {
  const device = { name: 'Policy phone', os: 'ios', osVersion: '17.0', attributes: { site: 'Osaka' } };
  const user = { principalName: 'kana@example.com', displayName: 'Kana' };
  const checkIn = {
    externalId: randomUUID(),
    checkedInAt: new Date().toISOString(),
    device,
    user,
    violations: [],
  };
  const { results } = await call(own, 'POST', 'check-ins', { checkIns: [checkIn] });
  devicePath = `/devices/${results[0].deviceId}`;
  const { feed } = await call(own, 'GET', `devices/${results[0].deviceId}`);

  await page.goto('/policies');
  await expect(page.getByRole('heading', { name: 'No policies yet' })).toBeVisible();
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(name);
  await page.getByRole('radio', { name: /^Enforced/ }).check();
  await page.getByRole('button', { name: 'Feeds' }).click();
  await page.getByRole('checkbox', { name: feed, exact: true }).check();
  await page.keyboard.press('Escape');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('link', { name: 'Policy phone' })).toBeVisible();
  await expect(preview).toContainText(/Changes once the last step is reached.*Noncompliant/);
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Update iOS');
  await page
    .getByRole('textbox', { name: 'Text', exact: true })
    .fill('Open Settings, General, Software Update.');

  // A field that is wrong says so, and gets the focus.
  const version = page.getByRole('textbox', { name: 'Value', exact: true });
  await version.fill('newest');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(version).toBeFocused();
  await expect(version).toHaveAccessibleDescription(
    '26.10 is newer than 26.9. Enter a version such as 26.1.',
  );
  await version.fill('26.0');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page).toHaveURL(/\/policies\/[0-9a-f-]{36}$/);
  policyPath = new URL(page.url()).pathname;
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('OS version is older than 26.0')).toBeVisible();

  const violating = page.getByRole('region', { name: 'Violating devices' });
  await violating.getByRole('link', { name: 'Policy phone' }).click(patient);
  await expect(reasons(page)).toContainText(`${name}Send alert`);
  await expect(reasons(page)).toContainText('Tenko, version 1');
  await expect(reasons(page)).toContainText(/Blocks in [23] days/);
  await expect(reasons(page)).toContainText('Open Settings, General, Software Update.');
  await expect(page.getByRole('region', { name: 'Attributes' })).toContainText('Osaka');
  await page.getByRole('button', { name: 'Text for the user' }).click();
  await expect(page.getByRole('region', { name: 'Email text' })).toContainText('1. Update iOS');
  await page.keyboard.press('Escape');
  await page.goto('/devices?q=Policy%20phone');
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toContainText(/Blocks in [23]d/);
});

test('an exception takes the policy out of a verdict until it ends', async ({ page }) => {
  await page.goto(devicePath);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Add exception…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an exception' });
  await expect(dialog.getByRole('combobox', { name: 'Policy' })).toHaveText(name);
  await expect(dialog.getByRole('radio', { name: 'This device: Policy phone' })).toBeChecked();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Waits for a new phone');
  await dialog.getByRole('button', { name: 'Add exception' }).click();
  await expect(dialog).toBeHidden();
  await expect(reasons(page)).toContainText(/Excepted until .* by admin: Waits for a new phone/, patient);
  await expect(reasons(page)).not.toContainText('Blocks in');
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText(`Exception given: ${name}`, patient);

  await page.goto('/policies/exceptions');
  const row = page.getByRole('table', { name: 'Exceptions' }).getByRole('row').nth(1);
  await expect(row).toContainText('Waits for a new phone');
  await row.getByRole('button', { name: 'End the exception for Policy phone' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End exception' }).click();
  await expect(page.getByRole('heading', { name: 'No exceptions' })).toBeVisible();
  await page.goto('/audit?action=policy_exception.create');
  await expect(page.getByRole('row').filter({ hasText: name }).first()).toBeVisible();
  await page.goto(devicePath);
  await expect(reasons(page)).toContainText(/Blocks in [23] days/, patient);
});

test('a version says what it changed, and an old one is restored', async ({ page }) => {
  await page.goto(policyPath);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('25.0');
  await page.getByRole('button', { name: 'Save policy' }).click();
  await expect(page).toHaveURL(policyPath);
  const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem');
  await expect(versions).toHaveCount(2);
  await versions.first().getByText('What changed').click();
  await expect(versions.first()).toContainText('OS version is older than 26.0');
  await expect(versions.first()).toContainText('OS version is older than 25.0');
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason (optional)' }).fill('Too few devices');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await expect(versions).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Rule and steps' })).toContainText('is older than 26.0');

  await page.goto(`/audit?target=${policyPath.split('/').at(-1)}`);
  const events = page.getByRole('table', { name: 'Audit log' }).getByRole('row');
  await expect(events.nth(1)).toContainText('policy.change');
  await events.nth(1).getByRole('button').click();
  await expect(events.filter({ hasText: 'Request ID' })).toContainText('Too few devices');
});

test('users and views are excepted as well', async ({ page, own }) => {
  const filter = { q: 'Policy phone' };
  await call(own, 'POST', 'views', { name: 'Phones', shared: true, query: { filter } });
  const targets = [
    ['A user', 'textbox', 'User principal name', 'KANA@example.com', 'All devices of kana@example.com'],
    ['A saved view', 'combobox', 'Saved view', 'Phones', 'View “Phones”: 1 device'],
  ] as const;
  const table = page.getByRole('table', { name: 'Exceptions' });
  for (const [kind, role, field, value, shown] of targets) {
    await page.goto('/policies/exceptions');
    await page.getByRole('button', { name: 'Add exception…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an exception' });
    await dialog.getByRole('radio', { name: kind }).check();
    const submit = dialog.getByRole('button', { name: 'Add exception' });
    const input = dialog.getByRole(role, { name: field });
    // The views are read once they are asked for.
    await expect(input).toBeVisible();
    await submit.click();
    await expect(input).toBeFocused();
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveAccessibleDescription(
      /Fill in this field\.$/,
    );
    if (role === 'textbox') await input.fill(value);
    else await input.selectOption({ label: value });
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(`For ${kind}`);
    await submit.click();
    await expect(dialog).toBeHidden();
    await expect(table.getByRole('row').nth(1)).toContainText(shown);
    await expect(table.getByRole('row').nth(1)).toContainText(`For ${kind}`);

    await page.goto(devicePath);
    await expect(reasons(page)).toContainText(`by admin: For ${kind}`, patient);
    await page.goto('/policies/exceptions');
    await table.getByRole('button', { name: /^End the exception for/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End exception' }).click();
    await expect(page.getByRole('heading', { name: 'No exceptions' })).toBeVisible();
    await page.goto(devicePath);
    await expect(reasons(page)).toContainText(/Blocks in [23] days/, patient);
  }
});

for (const locale of ['en-US', 'ja-JP'] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('the pages of policies are accessible and fit', async ({ page }) => {
      const places = [
        '/policies',
        policyPath,
        `${policyPath}/edit`,
        '/policies/exceptions?ended=true',
        devicePath,
      ];
      for (const path of places) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectAccessibleInAllSizes(page);
      }
    });
  });
}

test.describe('a viewer', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('reads policies, and cannot write them', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: /^Vera Novak/ }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Policies' }).click();
    await expect(page.getByRole('button', { name: 'New policy' })).toBeDisabled();
    await page.getByRole('link', { name }).click();
    for (const action of ['Edit', 'Delete…', 'Add exception…', 'Restore version 1']) {
      const button = page.getByRole('button', { name: action, exact: true });
      await expect(button).toBeDisabled();
      await expect(button).toHaveAccessibleDescription(/need the role Admin/);
    }
    await page.goto('/policies/new');
    await expect(page.getByRole('heading', { name: 'You cannot open this page' })).toBeVisible();
  });
});
