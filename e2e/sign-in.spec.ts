import { expect, test } from '@playwright/test';
import { product } from './product.ts';

test.use({ storageState: { cookies: [], origins: [] } });

test('a page of the console leads to the sign-in page', async ({ page }) => {
  await page.goto('/devices');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test('a link signs in once', async ({ page }) => {
  const link = await product().newSignInLink();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page).toHaveURL(/\/sign-in\?error=link_invalid/);
  await expect(page.getByText('This link no longer works')).toBeVisible();
});

test('signing out ends the session', async ({ page }) => {
  await page.goto(await product().newSignInLink());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/devices');
  await expect(page).toHaveURL(/\/sign-in/);
});
