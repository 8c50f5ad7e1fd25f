import { expect } from '@playwright/test';
import { expectAccessibleInAllSizes } from './expect-accessible.ts';
import { test } from './own-product.ts';

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
  await expect(page.getByRole('alert').filter({ hasText: 'Not accepted' })).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Password', { exact: true }).fill(right);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await expect(result).toContainText('The MDM answers', patient);
  const preview = page.getByRole('table', { name: 'The first devices' });
  await expect(preview.getByRole('row')).toHaveCount(21);
  await expectAccessibleInAllSizes(page, { picture: 'source-tested' });
});
