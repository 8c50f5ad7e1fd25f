import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';

const add = (page: Page) => page.getByRole('button', { name: 'Add filter' });
const offered = (page: Page) => page.getByRole('list', { name: 'Add filter' }).getByRole('button');
const active = (page: Page) => page.getByRole('list', { name: 'Active filters' }).getByRole('listitem');

test('a filter is found by name, chosen by keyboard alone, told in words, changed and taken away', async ({
  page,
}) => {
  await page.goto('/devices');
  await add(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Find a filter' })).toBeFocused();
  await page.keyboard.type('client');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /^Client code/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: /^Success/ })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/clientStatusCode=Success/);
  await expect(page.getByRole('checkbox', { name: /^Success/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(add(page)).toBeFocused();
  await expect(active(page)).toHaveText(['Client code: Success']);

  const chip = page.getByRole('button', { name: 'Change filter Client code: Success' });
  await chip.click();
  await expect(page.getByRole('checkbox', { name: /^Success/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(chip).toBeFocused();
  await chip.click();
  await page.getByRole('checkbox', { name: /^User_Canceled/ }).check();
  await expect(page.getByRole('checkbox', { name: /^User_Canceled.*\d$/ })).toBeVisible();
  await expect(page.getByText('The user ended the web sign-in with Done or Cancel.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(active(page)).toHaveText(['Client code: Success or User_Canceled']);
  await expect(page.getByRole('gridcell', { name: 'Client not connected' }).first()).toBeVisible();

  await page.getByRole('button', { name: /^Remove filter Client code/ }).click();
  await expect(page).not.toHaveURL(/clientStatusCode/);
  await expect(add(page)).toBeFocused();
  await page.goBack();
  await expect(active(page)).toHaveCount(1);
});

test('what a device is narrows the list: its model, its version and why its report failed', async ({
  page,
}) => {
  await page.goto('/devices');
  await add(page).click();
  await offered(page)
    .filter({ hasText: /^Model/ })
    .click();
  const models = page.getByRole('group', { name: 'Model' }).getByRole('checkbox');
  await models.first().check();
  await expect(page).toHaveURL(/model=/);
  const model = new URL(page.url()).searchParams.get('model') ?? '';
  await page.keyboard.press('Escape');
  await expect(active(page)).toHaveText([`Model: ${model}`]);
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByRole('main').getByText(model, { exact: true }).first()).toBeVisible();

  await page.goto('/devices?failureCode=user_not_found&encrypted=false&action=blank&ownership=blank');
  await expect(active(page)).toHaveText([
    'Ownership: Not reported by the MDM',
    'Encryption: No',
    'Action: None',
    'Cause of failure: User unknown to Entra',
  ]);
  await expectAccessible(page);
});

test('times are chosen as ages that move along, policies by suggestion; one click clears all', async ({
  page,
}) => {
  await page.goto('/devices');
  await add(page).click();
  await offered(page)
    .filter({ hasText: /^Last check-in/ })
    .click();
  await page.getByRole('radio', { name: 'more than 7 days ago' }).check();
  await expect(page).toHaveURL(/lastCheckInBefore=P7D/);
  await page.getByLabel('Before the day').fill('2040-01-01');
  await page.keyboard.press('Escape');
  await expect(active(page)).toHaveText(['Last check-in: before Jan 1, 2040']);

  await add(page).click();
  await offered(page)
    .filter({ hasText: /^Violated policy/ })
    .click();
  const field = page.getByRole('combobox', { name: 'Name of the policy' });
  await expect(field).toBeFocused();
  const suggestion = await page.locator('datalist option').first().getAttribute('value');
  await field.fill(suggestion ?? '');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(active(page)).toHaveText([
    `Violated policy: ${suggestion}`,
    'Last check-in: before Jan 1, 2040',
  ]);
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();

  await add(page).click();
  await offered(page)
    .filter({ hasText: /^Never reported/ })
    .click();
  await expect(page).toHaveURL(/neverReported=true/);
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await expect(active(page)).toHaveCount(0);
  await expect(page).toHaveURL(/\/devices$/);
});

test('a violated policy is narrowed to a step that it has reached, and the step goes with the policy', async ({
  page,
}) => {
  await page.goto('/devices');
  await add(page).click();
  await expect(offered(page).filter({ hasText: /^Violated policy/ })).toBeVisible();
  await expect(offered(page).filter({ hasText: /^Step reached/ })).toHaveCount(0);
  await page.goto('/devices?policy=OS+too+old');
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
  await add(page).click();
  await offered(page)
    .filter({ hasText: /^Step reached/ })
    .click();
  await page.getByRole('checkbox', { name: 'Quarantine' }).check();
  await expect(page).toHaveURL(/policyAction=quarantine/);
  await page.keyboard.press('Escape');
  await expect(active(page)).toHaveText(['Violated policy: OS too old', 'Step reached: Quarantine']);
  await page.getByRole('button', { name: 'Remove filter Violated policy: OS too old' }).click();
  await expect(active(page)).toHaveCount(0);
});

test('a filter that does not exist is told, not passed over', async ({ page }) => {
  await page.goto('/devices?os=ios&verdict=good&colour=red');
  const note = page.getByText('This address has unknown filters: verdict=good and colour=red.');
  await expect(note).toBeVisible();
  await page.getByRole('link', { name: 'Remove from the address' }).click();
  await expect(page).toHaveURL(/\/devices\?os=ios$/);
  await expect(note).toHaveCount(0);
});

test('the export names what it holds and leads to a download', async ({ page }) => {
  await page.goto('/devices?verdict=noncompliant&sort=name');
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export devices' });
  await expect(dialog).toContainText('Verdict: Noncompliant');
  await expect(dialog).toContainText(/\d+ devices? match(es)?\./);
  const link = dialog.getByRole('link', { name: 'Download' });
  const base = '/api/v1/devices/export';
  await dialog.getByRole('checkbox', { name: /byte order mark/ }).check();
  await expect(link).toHaveAttribute('href', `${base}?format=csv&bom=true&verdict=noncompliant&sort=name`);
  await dialog.getByRole('radio', { name: /NDJSON/ }).check();
  await expect(link).toHaveAttribute('href', `${base}?format=ndjson&verdict=noncompliant&sort=name`);
  await dialog.getByRole('radio', { name: /CSV/ }).check();
  await dialog.getByRole('radio', { name: /Those of the list/ }).check();
  const file = await page.request.get((await link.getAttribute('href')) ?? '');
  expect((await file.text()).split(/\r?\n/)[0]?.replace('\uFEFF', '')).toMatch(
    /^name,userPrincipalName,userDisplayName,os,osVersion,verdict,/,
  );
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();
});

test('the export of selected rows has just these', async ({ page }) => {
  await page.goto('/devices?verdict=noncompliant&sort=name');
  const rows = page.getByRole('checkbox', { name: /^Select / });
  await expect(rows.nth(2)).toBeVisible();
  await rows.nth(1).check();
  await rows.nth(2).check();
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export devices' });
  await expect(dialog.getByRole('radio', { name: 'The 2 selected devices' })).toBeChecked();
  const link = dialog.getByRole('link', { name: 'Download' });
  const file = await page.request.get((await link.getAttribute('href')) ?? '');
  expect((await file.text()).trimEnd().split(/\r?\n/)).toHaveLength(3);
  await dialog.getByRole('radio', { name: 'All that match the filters' }).check();
  await expect(link).toHaveAttribute(
    'href',
    '/api/v1/devices/export?format=csv&verdict=noncompliant&sort=name',
  );
});

const many =
  '/devices?verdict=noncompliant&clientStatusCode=User_Canceled&clientStatusCode=Success' +
  '&clientStatusCode=Interaction_Required&os=ios&policy=OS+too+old&lastCheckInBefore=2040-01-01T00:00:00Z&colour=red';
const looks = [
  { locale: 'en-US', viewport: { width: 1280, height: 800 } },
  { locale: 'ja-JP', viewport: { width: 390, height: 844 } },
] as const;

for (const look of looks) {
  test.describe(`${look.locale}, ${look.viewport.width}`, () => {
    test.use(look);

    test('many filters are accessible and fit, their editor too', async ({ page }) => {
      await page.goto(many);
      const top = () => page.locator('[aria-busy]').evaluate((list) => list.getBoundingClientRect().top);
      await expect(page.locator('[aria-busy]')).toBeVisible();
      const before = await top();
      await page
        .getByRole('button', { name: /Client code|クライアント コード/ })
        .first()
        .click();
      const editor = page.getByRole('group', { name: /Client code|クライアント コード/ });
      await expect(editor.getByRole('checkbox')).toHaveCount(9);
      await expectAccessible(page);
      expect(await top()).toBe(before);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
}
