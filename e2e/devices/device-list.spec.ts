import { expect, test } from '@playwright/test';

test('noncompliant devices are one click away, and Back returns', async ({ page }) => {
  await page.goto('/devices');
  const quick = page.getByRole('link', { name: /^Noncompliant/ });
  await quick.click();
  await expect(page).toHaveURL(/verdict=noncompliant/);
  await expect(quick).toHaveAttribute('aria-current', 'true');
  const rows = page.getByRole('grid').getByRole('row');
  await expect(rows.getByText('Compliant', { exact: true })).toHaveCount(0);
  await expect(rows.getByText('Noncompliant', { exact: true }).first()).toBeVisible();
  await page.goBack();
  await expect(quick).not.toHaveAttribute('aria-current');
});

test('Back returns, too, while the server is slow', async ({ page }) => {
  // The first page of a browser is asked for again in its time zone.
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  const asked: string[] = [];
  await page.route(/\/devices\?_rsc=/, async (route) => {
    asked.push(route.request().url());
    await allowed;
    await route.continue();
  });
  await page.goto('/devices');
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  const quick = page.getByRole('link', { name: /^Noncompliant/ });
  await quick.click();
  await expect(page).toHaveURL(/verdict=noncompliant/);
  await expect(quick).toHaveAttribute('aria-current', 'true');
  await page.goBack();
  await expect(page).toHaveURL(/\/devices$/);
  await expect(quick).not.toHaveAttribute('aria-current');
  await page.goForward();
  await expect(quick).toHaveAttribute('aria-current', 'true');
  await page.goBack();
  const answered = page.waitForResponse(/\/devices\?_rsc=/);
  allow();
  await answered;
  await expect(quick).not.toHaveAttribute('aria-current');
  await page.goForward();
  await expect(quick).toHaveAttribute('aria-current', 'true');
});

test('a search that finds nothing says how to go on', async ({ page }) => {
  await page.goto('/devices');
  await page.getByRole('searchbox', { name: 'Search' }).fill('no such device anywhere');
  await expect(page.getByRole('heading', { name: 'No devices match these filters' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).last().click();
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('');
});

test('pages lead forth and back', async ({ page }) => {
  // The devices of the demo: other journeys add some of their own meanwhile.
  await page.goto('/devices?feed=demo&sort=name');
  const firstName = page.getByRole('grid').getByRole('link').first();
  const name = await firstName.textContent();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(firstName).not.toHaveText(name ?? '');
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(firstName).toHaveText(name ?? '');
  await expect(page.getByRole('button', { name: 'Previous' })).toBeDisabled();
});

test('the keyboard is enough', async ({ page }) => {
  await page.goto('/devices?clientStatusCode=Success');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const filter = page.getByRole('button', { name: 'Change filter Client code' });
  await filter.focus();
  await page.keyboard.press('Enter');
  const success = page.getByRole('checkbox', { name: 'Success' });
  await expect(success).toBeChecked();
  await expect(success).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('checkbox', { name: 'Internal_Error' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/clientStatusCode=Internal_Error/);
  await page.keyboard.press('Escape');
  await expect(filter).toBeFocused();

  await page.getByRole('grid').getByRole('link').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'What Azure knows' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a card says what holds for its device, whatever the columns are, and opens it wherever it is tapped', async ({
    page,
    context,
    baseURL,
  }) => {
    const list = encodeURIComponent(JSON.stringify({ columns: ['name', 'model'] }));
    await context.addCookies([{ name: 'tenko_list', value: list, url: baseURL ?? '' }]);
    await page.goto('/devices?clientStatusCode=User_Canceled');
    const card = page.locator('[data-row]').first();
    await expect(card).toContainText('Likely blocked: the device is not registered with Microsoft');
    for (const fact of [/example\./, /ago$/])
      await expect(card.getByRole('gridcell').filter({ hasText: fact })).toBeVisible();
    // The answer has said so.
    await expect(card.getByText('Not registered', { exact: true })).toBeHidden();

    const box = await card.boundingBox();
    if (box === null) throw new Error('the card has no place');
    await page.touchscreen.tap(box.x + 20, box.y + 20);
    await expect(card.getByRole('checkbox')).toBeChecked();
    await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 selected');
    await card.getByRole('checkbox').uncheck();
    await page.touchscreen.tap(box.x + box.width - 20, box.y + box.height - 10);
    await expect(page).toHaveURL(/\/devices\/[0-9a-f-]{36}/);
  });
});
