import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './kit/expect-accessible.ts';

const bar = (page: Page) => page.getByRole('navigation', { name: 'Views' }).first();

test('every built-in view is a link with its count, and the shown one is marked', async ({ page }) => {
  await page.goto('/devices');
  await expect(bar(page).getByRole('link')).toHaveCount(8);
  const all = bar(page).getByRole('link', { name: /^All devices \d+/ });
  await expect(all).toHaveAttribute('aria-current', 'true');
  const noncompliant = bar(page).getByRole('link', { name: /^Noncompliant \d+/ });
  await expect(noncompliant).toHaveAttribute('href', '/devices?verdict=noncompliant');
  const count = (await noncompliant.textContent())?.match(/\d+/)?.[0];
  await noncompliant.click();
  await expect(page).toHaveURL(/\/devices\?verdict=noncompliant$/);
  await expect(noncompliant).toHaveAttribute('aria-current', 'true');
  await expect(all).not.toHaveAttribute('aria-current');
  await expect(page.getByRole('status').filter({ hasText: `${count} devices` })).toBeVisible();
  await bar(page)
    .getByRole('link', { name: /^User has to act/ })
    .click();
  await expect(page.getByRole('list', { name: 'Active filters' })).toContainText('User has to act');
  await page.goBack();
  await bar(page)
    .getByRole('link', { name: /^No check-in for 7 days/ })
    .click();
  const silent = page.getByRole('list', { name: 'Active filters' });
  await expect(silent).toContainText('Last check-in: more than 7 days ago');
  await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded' })).toHaveCount(0);
  await page.goBack();
  await expect(noncompliant).toHaveAttribute('aria-current', 'true');
});

test.describe('before any script runs', () => {
  test.use({ javaScriptEnabled: false });

  test('devices, and how many each view shows, are there: nothing moves when they arrive', async ({
    page,
  }) => {
    await page.goto('/devices');
    await expect(page.getByRole('row')).not.toHaveCount(0);
    // They are counted for the first page that asks; it waits for that only so long.
    await page.reload();
    await expect(bar(page).getByRole('link', { name: /^All devices [\d,]+/ })).toBeVisible();
    await expect(bar(page).getByRole('link', { name: /^Retired [\d,]+/ })).toBeVisible();
  });
});

test('a view is saved, found again, changed, overwritten, renamed and deleted', async ({ page }) => {
  const name = `iPhones ${Date.now()}`;
  await page.goto('/devices?os=ios&sort=name');
  const menu = page.getByRole('button', { name: /^Saved views/ });
  await menu.click();
  await page.getByRole('button', { name: 'Save view…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this view' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name);
  await dialog.getByRole('checkbox', { name: /Share with everyone/ }).check();
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(dialog).toBeHidden();
  const trigger = page.getByRole('button', { name: new RegExp(`^${name}`) });
  await expect(trigger).toBeVisible();
  await expect(page).toHaveURL(/view=/);

  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.fill('Pixel');
  await expect(trigger).toContainText('modified');
  await trigger.click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(trigger).not.toContainText('modified');
  await expect(page).not.toHaveURL(/Pixel/);

  await search.fill('Pixel');
  await expect(trigger).toContainText('modified');
  await trigger.click();
  await page.getByRole('button', { name: `Save changes to “${name}”` }).click();
  await expect(trigger).not.toContainText('modified');

  await page.goto('/devices');
  await menu.click();
  const link = page.getByRole('link', { name: new RegExp(name) });
  await expect(link).toContainText('Shared by admin');
  await link.click();
  await expect(page).toHaveURL(/q=Pixel/);
  await expect(page).toHaveURL(/sort=name/);

  await trigger.click();
  await page.getByRole('button', { name: 'Rename or share…' }).click();
  const edit = page.getByRole('dialog', { name: 'Rename or share the view' });
  await edit.getByRole('textbox', { name: 'Name' }).fill(`Renamed ${name}`);
  await edit.getByRole('button', { name: 'Save' }).click();
  const renamed = page.getByRole('button', { name: new RegExp(`^Renamed ${name}`) });
  await expect(renamed).toBeFocused();

  await renamed.click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  const remove = page.getByRole('dialog', { name: `Delete the view “Renamed ${name}”?` });
  await expect(remove).toContainText('The view is deleted for everyone.');
  await remove.getByRole('button', { name: 'Delete view' }).click();
  await expect(renamed).toHaveCount(0);
  await expect(page).toHaveURL(/q=Pixel/);
});

test('a name that is taken is refused in the dialog', async ({ page }) => {
  const name = `Taken ${Date.now()}`;
  const data = { name, query: { filter: { os: ['macos'] } } };
  const headers = { origin: new URL(test.info().project.use.baseURL ?? page.url()).origin };
  const made = await page.request.post('/api/v1/views', { data, headers });
  const { id } = await made.json();
  await page.goto('/devices?os=android');
  await page.getByRole('button', { name: /^Saved views/ }).click();
  await page.getByRole('button', { name: 'Save view…' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name.toUpperCase());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    'A view with this name already exists.',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Saved views/ })).toBeFocused();
  await page.request.delete(`/api/v1/views/${id}`, { headers });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('all views stand in one menu that is accessible and fits', async ({ page }) => {
    await page.goto('/devices?verdict=noncompliant');
    const menu = page.getByRole('button', { name: 'Noncompliant' }).first();
    await menu.click();
    await expect(page.getByRole('link', { name: /^Entra disagrees/ })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: /^Never reported/ }).click();
    await expect(page).toHaveURL(/neverReported=true/);
    await expect(page.getByRole('button', { name: 'Never reported', exact: true })).toBeFocused();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
