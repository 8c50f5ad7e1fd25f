import { expect } from '@playwright/test';
import { call } from './kit/call-api.ts';
import { test } from './kit/own-product.ts';
import { takePicture } from './kit/take-picture.ts';

const name = 'Policy that is edited';
let policyPath = '';

test.beforeAll(async ({ own }) => {
  const rule = { fact: 'osVersion', op: 'olderThan', value: '1.0' };
  const policy = { name, rule, steps: [{ after: 'PT0S', action: 'block' }] };
  const { id } = await call(own, 'POST', 'policies', policy);
  policyPath = `/policies/${id}`;
});

test('changes are not lost by leaving the editor', async ({ page }) => {
  await page.goto(policyPath);
  await page.getByRole('link', { name: 'Edit' }).click();
  const description = page.getByRole('textbox', { name: 'Description (optional)' });
  // What was changed back is no change.
  const stored = await description.inputValue();
  await description.fill('Mine');
  await description.fill(stored);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(policyPath);
  await page.getByRole('link', { name: 'Edit' }).click();
  await description.fill('Mine');
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  const ways = [
    () => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Devices' }).click(),
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => page.evaluate(() => window.history.back()),
  ];
  for (const leave of ways) {
    await leave();
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(`${policyPath}/edit`);
    await expect(description).toHaveValue('Mine');
  }
  const asked = page.waitForEvent('dialog');
  const reload = page.reload();
  expect((await asked).type()).toBe('beforeunload');
  await (await asked).accept();
  await reload;

  await description.fill('Mine again');
  await page.evaluate(() => window.history.back());
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(policyPath);
  await expect(page.getByRole('region', { name: 'Rule and steps' })).toBeVisible();
});

test('the editor says that somebody else saved the policy, and replaces that only if wanted', async ({
  page,
  own,
}) => {
  const path = policyPath.slice(1);
  const stored = await call(own, 'GET', path);
  await page.goto(`${policyPath}/edit`);
  const description = page.getByRole('textbox', { name: 'Description (optional)' });
  await description.fill('Mine');
  const { version } = await call(own, 'PUT', path, { ...stored, description: 'Theirs' });
  const notice = page.getByRole('status').filter({ hasText: 'A newer version was saved' });
  await expect(notice).toContainText(`Version ${version} by `);
  await expect(notice).toContainText(`You are editing version ${version - 1}.`);
  await notice.getByRole('button', { name: `Start again from version ${version}` }).click();
  await expect(description).toHaveValue('Theirs');
  await expect(notice).toBeHidden();

  await description.fill('Mine');
  await call(own, 'PUT', path, { ...stored, description: 'Theirs again' });
  await page.getByRole('button', { name: 'Save policy' }).click();
  const dialog = page.getByRole('dialog', { name: 'A newer version was saved' });
  await expect(dialog.getByRole('link', { name: `Show version ${version + 1}` })).toHaveAttribute(
    'href',
    policyPath,
  );
  await takePicture(page, 'policy-newer-version');
  await dialog.getByRole('button', { name: 'Save anyway' }).click();
  await expect(page).toHaveURL(policyPath);
  await expect(page.getByRole('paragraph').filter({ hasText: /^Mine$/ })).toBeVisible();
  const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem');
  await expect(versions.first()).toContainText(`Version ${version + 2}`);
});

test('a policy that would take access from many asks for their number', async ({ page }) => {
  await page.goto('/policies/new?template=none');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Every device');
  await page.getByRole('radio', { name: /^Enforced/ }).check();
  await page.getByRole('combobox', { name: 'Fact' }).selectOption({ label: 'OS' });
  await page.getByRole('combobox', { name: 'Comparison' }).selectOption({ label: 'is reported' });
  await page.getByRole('combobox', { name: 'Action' }).selectOption({ label: 'Block' });
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('devices would lose access');
  await page.getByRole('button', { name: 'Create policy' }).click();
  const dialog = page.getByRole('dialog', { name: /^Take access from \d+ devices\?$/ });
  const count = (await dialog.getByRole('heading').textContent())?.replace(/\D/g, '') ?? '';
  const apply = dialog.getByRole('button', { name: 'Save and apply' });
  await apply.click();
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await expect(dialog.getByRole('textbox')).toHaveAccessibleDescription('Fill in this field.');
  await dialog.getByRole('textbox').fill(count);
  await apply.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Every device' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason (optional)' }).fill('Only a test');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete policy' }).click();
  await expect(page).toHaveURL(/\/policies$/);
  const table = page.getByRole('table', { name: 'Policies' });
  await expect(table).toContainText(name);
  await expect(
    table.getByRole('row').filter({ hasText: name }).getByRole('cell', { name: '–' }),
  ).toBeVisible();
  await expect(table).not.toContainText('Every device');
});
