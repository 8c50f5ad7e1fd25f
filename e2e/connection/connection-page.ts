import { expect, type Page } from '@playwright/test';

/** Until a worker has tried again after a failure. */
export const patient = { timeout: 60_000 };

export const state = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

export async function open(page: Page): Promise<void> {
  await page.goto('/devices');
  await page.getByRole('navigation').getByRole('link', { name: 'Connection' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connection to Azure' })).toBeVisible();
}
