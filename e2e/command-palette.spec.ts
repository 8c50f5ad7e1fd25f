import { expect, type Page, test } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';
import { speak } from './kit/speak.ts';

test.describe('the command palette', () => {
  const field = (page: Page) => page.getByRole('combobox', { name: 'Search devices, pages and actions' });
  const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

  test('leads to devices, pages and actions by keyboard alone, and knows the recent ones', async ({
    page,
  }) => {
    await page.goto('/overview');
    await page.keyboard.press('Control+k');
    await expect(field(page)).toBeFocused();
    await expect(page.getByRole('option', { name: 'Devices', exact: true })).toBeVisible();
    await expectAccessibleInAllSizes(page, { picture: 'palette' });
    await page.keyboard.type('Mac');
    const group = page.getByRole('group', { name: 'Devices' });
    await expect(group.getByRole('option', { name: 'All devices that match “Mac”' })).toBeVisible();
    await expect(group.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(group.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
    await expectAccessibleInAllSizes(page, { picture: 'palette-found' });
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/devices\/[0-9a-f-]{36}/);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveCount(1);
    await page.keyboard.type('create api');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Create an API key' })).toBeVisible();
  });

  test('Enter opens nothing that an earlier text has found', async ({ page }) => {
    const answers = Promise.withResolvers<void>();
    await page.route(/\/api\/v1\/devices\?.*q=create/, async (route) => {
      await answers.promise;
      await route.continue();
    });
    await page.goto('/overview');
    await page.keyboard.press('Control+k');
    await field(page).fill('mac');
    await expect(page.getByRole('group', { name: 'Devices' }).getByRole('option').nth(1)).toBeVisible();
    const asked = page.waitForRequest(/q=create/);
    await field(page).fill('create api');
    await field(page).press('Enter');
    await asked;
    await field(page).press('Enter');
    answers.resolve();
    await expect(page.getByRole('dialog', { name: 'Create an API key' })).toBeVisible();
  });

  test('finds policies, feeds and API keys by their names', async ({ page }) => {
    // Made before the palette reads what there is: it does not read again within two seconds.
    const headers = { authorization: `Bearer ${product().apiKey}` };
    const create = (path: string, data: object) => page.request.post(path, { headers, data });
    expect((await create('/api/v1/api-keys', { name: 'Sampling key', scopes: ['devices:read'] })).ok()).toBe(
      true,
    );
    // A name of its own: names of policies may repeat, and this one is to be found once.
    const rule = { fact: 'osVersion', op: 'olderThan', value: '1' };
    const made = await create('/api/v1/policies', {
      ...{ name: 'Palette of a policy', mode: 'report_only', scope: { os: ['ios'] }, rule },
      steps: [{ after: 'PT0S', action: 'send_alert' }],
    });
    const { id: policy } = await made.json();
    const { items } = await (await page.request.get('/api/v1/feeds', { headers })).json();
    const feed: string = items[0].name;
    await page.goto('/overview');
    await page.keyboard.press('Control+k');
    await field(page).fill('palette of a pol');
    await expect(page.getByRole('group', { name: 'Policies' }).getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/policies/${policy}`);
    await page.keyboard.press('Control+k');
    await field(page).fill(feed);
    await expect(
      page.getByRole('group', { name: 'Feeds' }).getByRole('option', { name: feed }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await field(page).fill('sampling');
    await expectAccessibleInAllSizes(page, { picture: 'palette-names' });
    await page.getByRole('group', { name: 'API keys' }).getByRole('option').first().click();
    await expect(page).toHaveURL(/\/api-keys#/);
    await expect(page.getByText('Sampling key').first()).toBeInViewport();
  });

  test('returns the focus, says when nothing matches, and sets the appearance', async ({ page }) => {
    await page.goto('/overview');
    const button = page.getByRole('banner').getByRole('button', { name: 'Search' });
    await button.click();
    await field(page).fill('nothing at all like this');
    await expect(page.getByText('Nothing matches “nothing at all like this”.')).toBeVisible();
    await expectAccessibleInAllSizes(page, { picture: 'palette-nothing' });
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
    await button.click();
    await field(page).fill('dark');
    await option(page, 'Appearance: Dark').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('Control+k');
    await field(page).fill('theme system');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'system');
  });

  test('opens what was typed and entered before its code had come', async ({ page }) => {
    await page.goto('/devices');
    await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
    const typed = Promise.withResolvers<void>();
    await page.route('**/_next/static/chunks/**', async (route) => {
      await typed.promise;
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await expect(field(page)).toBeFocused();
    await page.keyboard.type('connection');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listbox', { name: 'Results' })).toHaveCount(0);
    typed.resolve();
    await expect(page).toHaveURL(/\/connection$/);
  });

  test('finds a page by its English name in any language, and asks before unsaved changes are lost', async ({
    page,
  }) => {
    await speak(page, 'ja');
    await page.goto('/overview');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('policies');
    await expect(option(page, 'ポリシー')).toHaveAttribute('aria-selected', 'true');
    await speak(page, 'en');
    await page.goto('/policies/new?template=oldIos');
    await page.getByRole('textbox', { name: 'Name' }).first().fill('Changed');
    await page.keyboard.press('Control+k');
    await field(page).fill('overview');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
  });
});
