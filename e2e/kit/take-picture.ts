import type { Page } from '@playwright/test';

/** Keeps a picture for people to look at, if `TENKO_E2E_PICTURES` is set: no test reads it, and it takes time. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.TENKO_E2E_PICTURES) return;
  await page.screenshot({ path: `screenshots/${name}.png`, fullPage: true });
}
