import { expect, test } from '@playwright/test';

test('the console speaks Japanese once chosen, and remembers', async ({ page }) => {
  await page.goto('/devices');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('日本語');
  await expect(page.getByRole('heading', { level: 1, name: 'デバイス' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.reload();
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page.getByText('Azure デバイスのコンプライアンス レポート時間')).toBeVisible();
});

test.describe('before a choice', () => {
  test.use({ locale: 'ja-JP' });
  test('the browser’s language decides', async ({ page }) => {
    await page.goto('/devices');
    await expect(page.getByRole('heading', { level: 1, name: 'デバイス' })).toBeVisible();
  });
});
