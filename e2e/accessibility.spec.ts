import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

const places = {
  list: '/devices',
  filtered: '/devices?verdict=noncompliant&clientStatusCode=Success',
  'sign-in': '/sign-in?error=link_invalid',
} as const;
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

async function check(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.screenshot({ path: `screenshots/${name}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport });

      for (const [name, path] of Object.entries(places)) {
        test(`${name} is accessible and fits`, async ({ page }) => {
          await page.goto(path);
          await check(page, `${name}-${colorScheme}-${size}`);
        });
      }

      for (const query of ['clientStatusCode=User_Canceled', 'azureComplianceStatus=successful']) {
        test(`details of ${query} are accessible and fit`, async ({ page }) => {
          await page.goto(`/devices?${query}`);
          await page.getByRole('grid').getByRole('link').first().click();
          await expect(page).toHaveURL(/\/devices\/[0-9a-f-]{36}/);
          await check(page, `device-${query.split('=')[1]}-${colorScheme}-${size}`);
        });
      }
    });
  }
}
