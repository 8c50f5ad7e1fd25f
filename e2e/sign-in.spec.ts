import { expect, test } from '@playwright/test';
import { product } from './kit/product.ts';

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
  // Whoever is signed in stays so.
  await page.goto(link);
  await expect(page.getByText('You are still signed in.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page).toHaveURL(/\/overview$/);
  // A page that is still open would itself lead to the sign-in page.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page).toHaveURL(/\/sign-in\?error=link_invalid/);
  await expect(page.getByText('This link no longer works')).toBeVisible();
});

test('signing out ends the session', async ({ page }) => {
  await page.goto(await product().newSignInLink());
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/devices');
  await expect(page).toHaveURL(/\/sign-in/);
});

// In this file, one after the other: what an admin chose holds for every later sign-in.
test('the console speaks Japanese once chosen, and remembers in any browser', async ({ page, browser }) => {
  await page.goto(await product().newSignInLink());
  await page.goto('/devices');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('日本語');
  await expect(page.getByRole('heading', { level: 1, name: 'デバイス' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.reload();
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByText('Azure デバイスのコンプライアンス レポート時間')).toBeVisible();

  const other = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const elsewhere = await other.newPage();
  await elsewhere.goto(await product().newSignInLink());
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'ja');
  await other.close();
  await page.evaluate(() => {
    const body = JSON.stringify({ locale: null });
    const headers = { 'content-type': 'application/json' };
    return fetch('/api/v1/preferences', { method: 'PUT', headers, body });
  });
});

test.describe('before a choice', () => {
  test.use({ locale: 'ja-JP' });
  test('the browser’s language decides', async ({ page }) => {
    await page.goto(await product().newSignInLink());
    await page.goto('/devices');
    await expect(page.getByRole('heading', { level: 1, name: 'デバイス' })).toBeVisible();
  });
});
