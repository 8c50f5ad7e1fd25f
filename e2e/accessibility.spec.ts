import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { mailOf } from '#lib/alerts/message-forms';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';

const places = {
  list: '/devices',
  filtered: '/devices?verdict=noncompliant&clientStatusCode=Success',
  'find-nothing': '/find?serialNumber=nobody&feed=nowhere',
  'user-unknown': '/users/nobody%40example.com',
  feeds: '/feeds',
  'connect-mdm': '/sources/new?kind=json',
  policies: '/policies',
  'new-policy': '/policies/new?template=notConnected',
  alerts: '/alerts',
  'alert-rules': '/alerts/rules',
  'new-alert-rule': '/alerts/rules/new',
  'alert-exports': '/alerts/exports',
  'new-alert-export': '/alerts/exports/new?columns=name&verdict=noncompliant',
  'alert-deliveries': '/alerts/deliveries',
  'user-mail': '/alerts/user-mail',
  settings: '/settings',
  'api-reference': '/api-reference',
  'api-resource': '/api-reference/devices',
  about: '/about',
  guide: '/guide',
  'guide-help-desk': '/guide/help-desk',
  'guide-admins': '/guide/admins',
  'sign-in': '/sign-in?error=link_invalid',
} as const;

async function check(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: name });
}

for (const [name, path] of Object.entries(places)) {
  test(`${name} is accessible and fits`, async ({ page }) => {
    await page.goto(path);
    await check(page, name);
  });
}

for (const query of ['clientStatusCode=User_Canceled', 'azureComplianceStatus=successful']) {
  test(`details of ${query} are accessible and fit`, async ({ page }) => {
    await page.goto(`/devices?${query}`);
    await page.getByRole('grid').getByRole('link').first().click();
    await expect(page).toHaveURL(/\/devices\/[0-9a-f-]{36}/);
    await check(page, `device-${query.split('=')[1]}`);
  });
}

// A window of 1280 × 800 at 200 %, and one that asks for no motion.
test.describe('zoomed', () => {
  test.use({ viewport: { width: 640, height: 400 }, contextOptions: { reducedMotion: 'reduce' } });

  test('every page can be read at 200 % without scrolling sideways, and nothing moves', async ({ page }) => {
    for (const path of [
      '/overview',
      '/devices',
      '/find?userPrincipalName=nobody%40example.com',
      '/users/nobody%40example.com',
      '/reports',
      '/bulk-actions',
      '/feeds',
      '/imports',
      '/sources/new',
      '/sources/new?kind=jamf_pro',
      '/policies',
      '/policies/new?template=oldIos',
      '/policies/exceptions',
      '/policies/version-lists',
      '/policies/version-lists/new',
      '/alerts',
      '/alerts/destinations/new',
      '/alerts/destinations/new?kind=teams',
      '/alerts/rules',
      '/alerts/rules/new',
      '/alerts/exports',
      '/alerts/exports/new?columns=name',
      '/alerts/deliveries',
      '/alerts/user-mail',
      '/connection',
      '/connection/entra-only',
      '/settings',
      '/api-reference',
      '/api-reference/check-ins',
      '/about',
      '/guide',
      '/guide/help-desk',
      '/guide/admins',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, overflow]).toEqual([path, 0]);
      const moving = await page.evaluate(
        () =>
          document.getAnimations().filter(({ playState, effect }) => {
            const { duration } = effect?.getComputedTiming() ?? {};
            return playState === 'running' && Number(duration) > 1;
          }).length,
      );
      expect([path, moving]).toEqual([path, 0]);
    }
  });
});

test('a mail fits into a narrow window, whatever it says', async ({ page }) => {
  const { html } = mailOf({
    title: 'Gerätesicherheitsrichtlinienverletzung auf 「Anna の iPhone」',
    lead: 'A sentence.',
    facts: [
      { label: 'シリアル番号', value: 'C39X1234567890' },
      { label: 'User', value: 'anna.lovelace-with-a-long-name@contoso.onmicrosoft.com' },
    ],
    items: [{ text: 'Gerätesicherheitsrichtlinienverletzungen', url: 'https://tenko.example/devices' }],
    rest: 'and 12 more',
    link: { label: 'Open in Tenko', url: 'https://tenko.example/devices' },
    footer: 'Sent by Tenko.',
    locale: 'de',
  });
  for (const width of [320, 600, 900]) {
    await page.setViewportSize({ width, height: 600 });
    await page.setContent(html);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([width, overflow]).toEqual([width, 0]);
    // A label stays one line: letters below each other are unreadable.
    expect((await page.getByText('シリアル番号').boundingBox())?.height).toBeLessThan(30);
  }
});
