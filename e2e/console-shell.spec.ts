import { expect, test } from '@playwright/test';
import { locales } from '#lib/i18n/locales';
import { preferenceCookies } from '#lib/i18n/preference-cookies';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { speak } from './kit/speak.ts';

test('the header is one line in every language and width, and hides no page', async ({ page }) => {
  for (const locale of locales) {
    await speak(page, locale);
    await page.goto('/about');
    for (const width of [1920, 1280, 1024, 640, 390]) {
      await page.setViewportSize({ width, height: 800 });
      const header = page.getByRole('banner').first();
      const { height, cut } = await header.evaluate((element) => {
        const wide = [element, ...element.querySelectorAll('nav, nav li')];
        return {
          height: element.getBoundingClientRect().height,
          cut: wide.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length,
        };
      });
      expect([locale, width, height, cut]).toEqual([locale, width, 48, 0]);
      await expect(header.locator('a[href="/audit"]')).toBeVisible({ visible: width >= 1280 });
    }
  }
});

test('the title is in the same place on every page', async ({ page }) => {
  const places: unknown[] = [];
  for (const path of ['/overview', '/devices', '/reports', '/policies', '/alerts', '/audit', '/settings']) {
    await page.goto(path);
    const { x, y } = (await page.getByRole('heading', { level: 1 }).boundingBox()) ?? {};
    places.push({ x, y });
  }
  expect(places).toEqual(places.map(() => places[0]));
});

test('the account menu says who is signed in, and works by keyboard', async ({ page }) => {
  await page.goto('/overview');
  const button = page.getByRole('button', { name: 'Account' });
  await button.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('region', { name: 'Account' });
  await expect(menu).toContainText('Admin · signed in with a one-time link');
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('combobox', { name: 'Language' })).toBeFocused();
  await expect(menu.getByRole('combobox', { name: 'Time zone' })).toHaveValue('browser');
  await expectAccessibleInAllSizes(page, { picture: 'account-menu' });
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await menu.getByRole('link', { name: 'Audit log' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
  await expect(menu).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the pages are in a menu, and tabs scroll to the page that is shown', async ({ page }) => {
    await page.goto('/devices');
    await page.getByRole('button', { name: 'Open the menu' }).click();
    const menu = page.getByRole('navigation', { name: 'Main' });
    await expect(menu.getByRole('link', { name: 'Devices' })).toHaveAttribute('aria-current', 'page');
    await expectAccessibleInAllSizes(page, { picture: 'phone-menu' });
    await menu.getByRole('link', { name: 'Alerts' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
    await expect(menu).toBeHidden();
    await page.goto('/about');
    const tabs = page.getByRole('navigation', { name: 'Settings' });
    await expect(tabs.getByRole('link', { name: 'About' })).toBeInViewport({ ratio: 1 });
    expect((await tabs.boundingBox())?.height).toBeLessThan(48);
  });
});

test('without a connection the page stays and says so, and goes on by itself', async ({ page, context }) => {
  await page.goto('/devices');
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('You are offline.')).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: 'offline' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('link', { name: /^Noncompliant/ }).click();
  await expect(page).toHaveURL(/\/devices$/);
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toBeHidden();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible();
});

test('a wrong address keeps the header, and a bad cursor leads to the first page', async ({ page }) => {
  // The first page of a browser is loaded once more for its time zone, which would break off the next address.
  await page.goto('/devices');
  const names = async () => (await page.context().cookies()).map(({ name }) => name);
  await expect.poll(names).toContain(preferenceCookies.timeZone);
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  // Nor does the page for all addresses take those of others from then on.
  await page.getByRole('link', { name: 'Go to the devices' }).click();
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'What Azure knows' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('table').getByRole('link').first().click();
  await expect(page).toHaveURL(/\/reports\/[0-9a-f-]{36}$/);
  await page.goto('/devices?cursor=broken&sort=name');
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(page).toHaveURL(/\/devices\?sort=name$/);
  await expect(page.getByRole('grid')).toBeVisible();
});

test('a page brings what all pages share once', async ({ page }) => {
  const html = await (await page.request.get('/devices')).text();
  expect(html.split('queryKey\\":[\\"connection\\"]')).toHaveLength(2);
});

test('Escape leaves the search for what was before, and q opens a quick look that the arrows move', async ({
  page,
}) => {
  await page.goto('/devices?sort=name');
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await expect(search).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  const look = page.getByRole('complementary');
  await expect(look).toBeVisible();
  await expect(search).toHaveValue('');
  const first = await look.getByRole('heading').first().textContent();
  await page.keyboard.press('ArrowDown');
  await expect(look.getByRole('heading').first()).not.toHaveText(first ?? '');
});
