import { expect, type Page, test } from '@playwright/test';

/** Scripts that a page asks for from now on come once they are let through. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  await page.route('**/_next/static/**/*.js', async (route) => {
    await allowed;
    await route.continue();
  });
  return allow;
}

/** Opens a page whose scripts do not come until they are let through. */
async function openWithoutScripts(page: Page, path: string): Promise<() => Promise<void>> {
  const allow = await holdScripts(page);
  await page.goto(path, { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return async () => {
    allow();
    await page.waitForLoadState();
  };
}

test('a filter that was clicked and a text that was typed too early count', async ({ page }) => {
  const letScriptsIn = await openWithoutScripts(page, '/audit');
  const quick = page.getByRole('button', { name: 'Refused', exact: true });
  await quick.click();
  const search = page.getByRole('searchbox', { name: 'Search the audit log' });
  await search.click();
  await page.keyboard.type('admin');
  await letScriptsIn();
  await expect(page).toHaveURL(/outcome=refused/);
  await expect(page).toHaveURL(/q=admin/);
  await expect(quick).toHaveAttribute('aria-pressed', 'true');
  await expect(search).toHaveValue('admin');
  await expect(search).toBeFocused();
  await quick.click();
  await expect(quick).toHaveAttribute('aria-pressed', 'false');
});

test('Enter in the search searches, and does not leave the page', async ({ page }) => {
  const letScriptsIn = await openWithoutScripts(page, '/devices?verdict=compliant');
  await page.getByRole('searchbox', { name: 'Search' }).click();
  await page.keyboard.type('Mac');
  await page.keyboard.press('Enter');
  await letScriptsIn();
  await expect(page).toHaveURL(/q=Mac/);
  await expect(page).toHaveURL(/verdict=compliant/);
});

test('rows that were selected too early are selected, in order and with the keys that were held', async ({
  page,
}) => {
  const letScriptsIn = await openWithoutScripts(page, '/devices?sort=name');
  const boxes = page.locator('[data-row]').getByRole('checkbox');
  await boxes.nth(1).check();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  await letScriptsIn();
  await expect(page.getByRole('region', { name: 'Selection' }).getByText('4 selected')).toBeVisible();
  for (const [index, checked] of [false, true, true, true, true, false].entries()) {
    await expect(boxes.nth(index)).toBeChecked({ checked });
  }
});

test('a key that was pressed too early does what it does', async ({ page }) => {
  const letScriptsIn = await openWithoutScripts(page, '/devices');
  await page.keyboard.press('?');
  await letScriptsIn();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('what is typed into the command palette counts before its code has come', async ({ page }) => {
  await page.goto('/devices');
  const allow = await holdScripts(page);
  await page.keyboard.press('Control+k');
  const field = page.getByRole('dialog').getByRole('combobox');
  await expect(field).toBeFocused();
  await page.keyboard.type('audit');
  await expect(field).toHaveValue('audit');
  allow();
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.type(' log');
  await expect(field).toHaveValue('audit log');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/audit$/);
});

test('a link needs no scripts', async ({ page }) => {
  await openWithoutScripts(page, '/devices');
  await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click({ noWaitAfter: true });
  await expect(page).toHaveURL(/\/reports$/);
});

test.describe('without a session', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('the language of the sign-in page can be chosen', async ({ page }) => {
    const letScriptsIn = await openWithoutScripts(page, '/sign-in');
    await page.getByRole('combobox').selectOption('de');
    await letScriptsIn();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  });
});
