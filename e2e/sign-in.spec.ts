import { expect, test } from '@playwright/test';
import { product } from './product.ts';

test.use({ storageState: { cookies: [], origins: [] } });

test('a link signs in once', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  const link = await product().newSignInLink();
  await page.goto(link);
  await expect(page).toHaveURL(/\/devices/);
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page).toHaveURL(/\/sign-in\?error=/);
});
