import type { Page } from '@playwright/test';
import { product } from './product.ts';

/** Shows the pages that come next in a language. */
export async function speak(page: Page, locale: string): Promise<void> {
  await page.context().addCookies([{ name: 'tenko_locale', value: locale, url: product().url }]);
}
