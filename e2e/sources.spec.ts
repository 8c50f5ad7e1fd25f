import { expect } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';

const patient = { timeout: 60_000 };

test.describe.configure({ mode: 'serial' });

test('a wrong login is said in the words of the MDM, and can be corrected', async ({ page }) => {
  await page.goto('/feeds');
  await page.getByRole('link', { name: 'Connect an MDM' }).click();
  await expectAccessibleInAllSizes(page, { picture: 'source-kinds' });
  await page.getByRole('link', { name: 'Ivanti Neurons for MDM' }).click();
  await page.getByRole('link', { name: 'Connect the simulated one' }).click();
  const password = page.getByLabel('Password', { exact: true });
  await expect(password).not.toHaveValue('');
  const right = await password.inputValue();
  await password.fill('wrong');
  await page.getByRole('button', { name: 'Save and test' }).click();
  const result = page.getByRole('region', { name: 'Test' });
  await expect(result).toContainText('The MDM refuses the login', patient);
  await expect(result.getByRole('button', { name: 'Start reading' })).toBeHidden();

  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  await expect(page.getByLabel('User name')).toHaveAttribute('placeholder', /Stored/);
  await page.getByLabel('Address').fill('ftp://nowhere.example');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Enter an address such as' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const unsaved = page.getByRole('dialog', { name: 'Leave without saving?' });
  await unsaved.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Password', { exact: true }).fill(right);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(result).toContainText('The MDM responds', patient);
  const preview = page.getByRole('table', { name: 'The first devices' });
  await expect(preview.getByRole('row')).toHaveCount(21);
  // It was tested as it was saved, and only then.
  await expect(page).toHaveURL(/\/sources\/[\w-]+$/);
  await preview
    .getByRole('button', { name: /compare/ })
    .first()
    .click();
  await expect(preview.getByRole('region', { name: /What the MDM sent/ })).toContainText(
    '"registrationState"',
  );
  await expect(preview.getByRole('region', { name: /The check-in made of it/ })).toContainText(
    '"checkedInAt"',
  );
  await result.getByText('What the MDM sent', { exact: true }).last().click();
  await expectAccessibleInAllSizes(page, { picture: 'source-tested' });
  await page.reload();
  await expect(result.getByRole('button', { name: 'Test' })).toBeEnabled();
  await expect(result).not.toContainText('The MDM responds');
});

test('from the first test to devices in the list, by the page alone', async ({ page }) => {
  await page.goto('/feeds');
  const row = page.getByRole('row').filter({ hasText: 'ivanti-neurons-for-mdm' });
  await expect(row).toContainText('Not read');
  await page.getByRole('link', { name: 'Ivanti Neurons for MDM' }).click();
  const result = page.getByRole('region', { name: 'Test' });
  await result.getByRole('button', { name: 'Test' }).click();
  await expect(result).toContainText('The MDM responds', patient);
  await result.getByRole('button', { name: 'Start reading' }).click();
  const runs = page.getByRole('list', { name: 'Runs' });
  const run = runs.getByRole('listitem').first();
  await expect(run).toContainText('Completed', patient);
  await expect(run).toContainText('All devices');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Working');
  await run.getByRole('button', { name: /left out/ }).click();
  await expect(page.getByRole('dialog')).toContainText('No ID');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expectAccessibleInAllSizes(page, { picture: 'source-read' });
  await page
    .getByRole('region', { name: 'Check-ins of the last 24 hours' })
    .getByRole('link', { name: /devices/ })
    .click();
  // 59 devices, and the head
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '60', patient);
});

test('a device leads back to the MDM, and a second run changes nothing', async ({ page }) => {
  await page.goto('/devices?q=iPad');
  await page.getByRole('grid').getByRole('link', { name: 'Omar’s iPad 2' }).click();
  await page.getByRole('link', { name: 'ivanti-neurons-for-mdm' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ivanti Neurons for MDM' })).toBeVisible();
  await page.getByRole('button', { name: 'Read now' }).click();
  const runs = page.getByRole('list', { name: 'Runs' });
  await expect(runs.getByRole('listitem')).toHaveCount(2, patient);
  await expect(runs.getByRole('listitem').first()).toContainText('Nothing new');
});

test('a connected MDM can be removed, and its devices stay', async ({ page }) => {
  await page.goto('/feeds');
  await page.getByRole('link', { name: 'Ivanti Neurons for MDM' }).click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page).toHaveURL(/\/feeds$/);
  const row = page.getByRole('row').filter({ hasText: 'ivanti-neurons-for-mdm' });
  await expect(row).toContainText('Sent by a program');
  await expect(row.getByRole('link', { name: /devices/ })).toBeVisible(patient);
});
