import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { product } from '../kit/product.ts';
import { focusedRow, rows } from './device-rows.ts';

const selectedRows = (page: Page) => page.locator('[data-row][aria-selected="true"]');

/** Devices of a fleet of one's own; said again with another name or version, they change. */
async function checkIn(
  request: APIRequestContext,
  devices: { externalId: string; name: string; osVersion?: string }[],
) {
  const answer = await request.post('/api/v1/check-ins', {
    headers: { authorization: `Bearer ${product().apiKey}` },
    data: {
      checkIns: devices.map(({ externalId, name, osVersion = '26.1' }) => ({
        externalId,
        checkedInAt: new Date().toISOString(),
        device: { name, os: 'ios', osVersion },
        azure: { clientStatusCode: 'User_Canceled' },
      })),
    },
  });
  expect(answer.ok()).toBe(true);
}

test('the keyboard walks the rows, selects, looks and opens', async ({ page }) => {
  await page.goto('/devices?feed=demo&sort=name');
  const grid = page.getByRole('grid', { name: 'Devices' });
  await expect(grid).toHaveAttribute('aria-rowcount', '101');
  await rows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '3');
  await page.keyboard.press('End');
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '101');
  await expect(focusedRow(page)).toBeInViewport();
  expect(await rows(page).count()).toBeLessThan(60);
  await page.keyboard.press('PageUp');
  await expect(focusedRow(page)).not.toHaveAttribute('aria-rowindex', '101');
  await page.keyboard.press('Home');
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '2');

  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selectedRows(page)).toHaveCount(3);
  await page.keyboard.press('Shift+ArrowUp');
  await expect(selectedRows(page)).toHaveCount(2);
  const bar = page.getByRole('region', { name: 'Selection' });
  await expect(bar.getByText('2 selected')).toBeVisible();

  const quickLook = page.getByRole('complementary', { name: 'Quick look' });
  await page.keyboard.press('ArrowRight');
  const name = (await focusedRow(page).getByRole('link').textContent()) ?? '';
  await expect(quickLook.getByRole('heading', { level: 2, name })).toBeVisible();
  await expect(quickLook.getByText('What to do next')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const next = (await focusedRow(page).getByRole('link').textContent()) ?? '';
  await expect(quickLook.getByRole('heading', { level: 2, name: next })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(quickLook).toHaveCount(0);
  await expect(focusedRow(page)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: next })).toBeVisible();
});

test('single keys search, page and help, and can be switched off', async ({ page }) => {
  await page.goto('/devices?feed=demo&sort=name');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  const search = page.getByRole('searchbox', { name: 'Search' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('n?');
  await expect(search).toHaveValue('n?');
  await expect(help).toHaveCount(0);
  await search.fill('');
  await search.blur();

  const first = rows(page).first();
  const id = await first.getAttribute('data-row');
  await first.focus();
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/cursor=/);
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '2');
  await expect(focusedRow(page)).not.toHaveAttribute('data-row', id ?? '');
  await page.keyboard.press('p');
  await expect(focusedRow(page)).toHaveAttribute('data-row', id ?? '');

  await page.keyboard.press('?');
  await help.getByRole('checkbox').uncheck();
  await help.getByRole('button', { name: 'Done' }).click();
  await page.keyboard.press('?');
  await page.keyboard.press('q');
  await expect(help).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Quick look' })).toHaveCount(0);
});

test('a selection survives paging and a reload, and grows to all that match', async ({ page }) => {
  await page.goto('/devices?feed=demo&sort=name&limit=50');
  const bar = page.getByRole('region', { name: 'Selection' });
  await rows(page).nth(1).getByRole('checkbox').check();
  await rows(page)
    .nth(4)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(bar.getByText('4 selected')).toBeVisible();
  const box = () => page.getByRole('grid').boundingBox();
  const before = await box();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(bar.getByText('4 selected')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(bar.getByText('54 selected')).toBeVisible();
  await page.reload();
  await expect(bar.getByText('54 selected')).toBeVisible();
  expect((await box())?.y).toBe(before?.y);

  await bar.getByRole('button', { name: /^Select all \d+ matching devices/ }).click();
  await expect(bar.getByText(/^All \d+ matching devices are selected/)).toBeVisible();
  await bar.getByRole('button', { name: 'Retire…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Retire \d+ devices\?/ });
  await expect(dialog).toBeVisible();
  const submit = dialog.getByRole('button', { name: /^Retire \d+ devices$/ });
  await submit.click();
  const typed = dialog.getByRole('textbox', { name: /^Type the number of devices/ });
  await expect(typed).toBeFocused();
  await expect(typed).toHaveAccessibleDescription('Fill in this field.');
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toHaveCount(0);
});

test('a selection is reported as one bulk action', async ({ page, request }) => {
  const fleet = ['a', 'b'].map((letter) => ({ externalId: `bulk-${letter}`, name: `Selected ${letter}` }));
  await checkIn(request, fleet);
  await page.goto('/devices?q=Selected&sort=name');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Report now…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report 2 devices now?' });
  await expect(dialog.getByText('Of 2 devices, 2 cannot be reported:')).toBeVisible();
  await expect(
    dialog.getByRole('listitem').filter({ hasText: /^2 Its client is not connected to Azure/ }),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Report 2 devices' }).click();
  await expect(page).toHaveURL(/\/bulk-actions\/[0-9a-f-]{36}/);
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Selection' })).toHaveCount(0);
});

test('a column says the next step and who takes it, as the page of the device does', async ({
  page,
  request,
}) => {
  await checkIn(request, [{ externalId: 'step', name: 'Waits for a step' }]);
  await page.goto('/devices?q=Waits+for+a+step');
  await page.getByRole('button', { name: 'Table layout' }).click();
  const dialog = page.getByRole('dialog', { name: 'Table layout' });
  await dialog.getByRole('checkbox', { name: 'Next step' }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('columnheader', { name: 'Next step' })).toBeVisible();
  const cell = rows(page).first().getByTitle('Connect the client to Azure · The device’s user');
  await expect(cell).toHaveText('Connect the client to Azure · User');
  await page.getByRole('link', { name: 'Waits for a step' }).click();
  const first = page.getByRole('region', { name: 'What to do next' }).getByRole('listitem').first();
  await expect(first).toContainText('Connect the client to Azure');
  await expect(first).toContainText('The device’s user');
});

test('what changes is shown in place; what would move rows is offered', async ({ page, request }) => {
  const [first, second] = [
    { externalId: 'live-1', name: 'Steady one' },
    { externalId: 'live-2', name: 'Steady two' },
  ];
  await checkIn(request, [first, second]);
  await page.goto('/devices?q=Steady&sort=name');
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByText('2 devices', { exact: true })).toBeVisible();
  await expect(async () => {
    await checkIn(request, [{ ...first, osVersion: `27.${Date.now() % 1000}` }]);
    await expect(rows(page).first().getByText(/^27\./)).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(rows(page).first()).toHaveAttribute('data-changed');
  const offer = page.getByRole('button', { name: /updated – show/ });
  await expect(offer).toHaveCount(0);

  await checkIn(request, [
    { ...first, name: 'Steady zero' },
    { externalId: 'live-3', name: 'Steady a' },
  ]);
  await expect(offer).toHaveText('2 updated – show');
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).first().getByRole('link')).toHaveText('Steady zero');
  await offer.click();
  await expect(rows(page).getByRole('link')).toHaveText(['Steady a', 'Steady two', 'Steady zero']);
  await expect(offer).toHaveCount(0);
});

test('a row has a menu of its own', async ({ page }) => {
  await page.goto('/devices?clientStatusCode=User_Canceled');
  await rows(page).first().focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await expect(menu.getByRole('menuitem', { name: /Report now/ })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Quick look' })).toBeVisible();
  await expect(focusedRow(page)).toHaveCount(1);
});
