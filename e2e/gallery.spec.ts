import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { locales } from '#lib/i18n/locales';
import { preferenceCookies } from '#lib/i18n/preference-cookies';
import { expectAccessible } from './kit/expect-accessible.ts';
import { type RunningProduct, runProduct } from './kit/run-product.ts';
import { signIn } from './kit/sign-in.ts';
import { takePicture } from './kit/take-picture.ts';

interface Development extends RunningProduct {
  storageState: string;
}

/** Tenko as `npm run dev` starts it: the gallery is there in development only. */
const test = base.extend<object, { development: Development }>({
  development: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const product = await runProduct({ TENKO_DEMO_DEVICES: '0' }, { development: true });
      const storageState = join(product.dataDir, 'signed-in.json');
      await signIn(product.url, product.link, storageState);
      await use({ ...product, storageState });
      await product.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

test('in production there is no gallery', async ({ page }) => {
  expect((await page.goto('/gallery'))?.status()).toBe(404);
});

// Next lets only one process develop in a folder: outside CI it may be yours.
const isAlone = process.env.CI !== undefined || process.env.TENKO_SOAK !== undefined;
const developmentTest = isAlone ? test : test.skip;

developmentTest(
  'the gallery is accessible in both themes, and fits in every language',
  async ({ browser, development: { url, storageState } }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ baseURL: url, storageState });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    // Two languages are looked at, in both themes; of the others, no theme changes how long their texts are.
    const looked = ['en', 'ja'] as const;
    const views = [
      ...locales.map((locale) => ({ locale, theme: 'light' })),
      ...looked.map((locale) => ({ locale, theme: 'dark' })),
    ];
    for (const { locale, theme } of views) {
      await context.addCookies([
        { name: preferenceCookies.locale, value: locale, url },
        { name: preferenceCookies.theme, value: theme, url },
      ]);
      expect((await page.goto('/gallery'))?.status()).toBe(200);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(page.getByRole('heading', { name: 'Given texts' })).toBeVisible();
      if (looked.some((one) => one === locale)) await expectAccessible(page, { within: 'main' });
      await takePicture(page, `gallery-${locale}-${theme}`);
    }
    await page.getByRole('button', { name: 'Open dialog' }).click();
    await expect(page.getByRole('dialog', { name: 'Dialog' })).toBeVisible();
    await expectAccessible(page, { within: 'dialog' });
    expect(errors).toEqual([]);
    await context.close();
  },
);
