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
