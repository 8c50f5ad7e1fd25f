import { expect } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';

const patient = { timeout: 60_000 };

test.describe.configure({ mode: 'serial' });

/** Calls the API with the key of the product. */
async function call<Answer = { id: string; total: number }>(
  own: { url: string; apiKey: string },
  path: string,
  body?: object,
) {
  const answer = await fetch(`${own.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.apiKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as Answer;
}

/** The page of the first bulk action, which is finished */
let finished = '';

test('a bulk report is watched to its end, without a reload, and its results are filtered', async ({
  page,
  own,
}) => {
  await page.goto('/bulk-actions');
  await expect(page.getByRole('heading', { name: 'No bulk actions yet' })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  const { id, total } = await call(own, 'bulk-reports', { filter: {} });
  expect(total).toBeGreaterThan(30);
  await page.getByRole('link', { name: `Report of ${total} devices` }).click();
  finished = `/bulk-actions/${id}`;
  await expect(page).toHaveURL(finished);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible(patient);
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', String(total));
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);

  const chips = page.getByRole('group', { name: 'By outcome' }).getByRole('button');
  const counts = (await chips.allTextContents()).map((text) => Number(text.replace(/\D/g, '')));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  const rows = page.getByRole('table', { name: 'Results' }).getByRole('row');
  await page.getByRole('button', { name: /^Not possible/ }).click();
  await expect(page).toHaveURL(/outcome=not_possible/);
  await expect(rows.nth(1)).toContainText(/client|Azure device ID/);
  await expect(rows.filter({ hasText: 'Successful' })).toHaveCount(0);

  const results = page.getByRole('table', { name: 'Results' });
  const causes = page.getByRole('table', { name: 'Causes' });
  const cause = causes.getByRole('row').filter({ hasText: 'client_status' }).first();
  await expect(cause).toContainText('what its user or an admin has to do');
  const [, among = ''] = /(\d+)/.exec((await cause.getByRole('cell').first().textContent()) ?? '') ?? [];
  await cause.getByRole('button', { name: /^Show devices/ }).click();
  await expect(page).toHaveURL(/reason=\w*client_status/);
  await expect(page.getByText(/^Only: /)).toBeVisible();
  await expect(results.getByRole('row')).toHaveCount(Number(among) + 1);
  await page.getByRole('button', { name: 'Show all devices' }).click();
  await expect(results.getByRole('row')).not.toHaveCount(Number(among) + 1);
  await page.getByRole('button', { name: /^Not possible/ }).click();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`bulk-action-${id}.csv`);
  await page.getByRole('button', { name: /^Not possible/ }).click();
  await page.getByRole('button', { name: /^Successful/ }).click();
  await expect(rows.nth(1)).toContainText('Successful');
  await rows
    .nth(1)
    .getByRole('link', { name: /^Open the report/ })
    .click();
  await expect(page.getByText('Requested by')).toBeVisible();
});

test('before it is confirmed, an action says which devices it will not do, and why', async ({
  page,
  own,
}) => {
  const filter = { clientStatusCode: ['User_Canceled'] };
  const { notPossible } = await call<{ notPossible: { value: number } }>(own, 'bulk-forecasts', {
    kind: 'report',
    filter,
  });
  expect(notPossible.value).toBeGreaterThan(0);
  await page.goto('/devices?clientStatusCode=Success&managementState=managed&verdict=compliant&os=ios');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Retire…' }).click();
  const retire = page.getByRole('dialog', { name: /^Retire \d+ devices?\?$/ });
  await expect(retire.getByText(/is retired yet|is not retired yet/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/devices?clientStatusCode=User_Canceled');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Report now…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Report \d+ devices? now\?$/ });
  const words = new RegExp(`^Of \\d+ devices?, ${notPossible.value} cannot be reported:`);
  await expect(dialog.getByText(words)).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Its client is not connected' })).toBeVisible();
  await expectAccessibleInAllSizes(page);
});

test('while reporting is paused it waits and says why; the remaining devices can be canceled', async ({
  page,
  own,
}) => {
  await call(own, 'connection/pause');
  const { id, total } = await call(own, 'bulk-reports', { filter: { clientStatusCode: ['Success'] } });
  await page.goto(`/bulk-actions/${id}`);
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('On hold: reporting is paused.');
  await expect(progress.getByRole('link', { name: 'Connection' })).toHaveAttribute('href', '/connection');
  await expect(page.getByRole('list', { name: 'All matching devices' })).toContainText('Client code Success');
  await page.getByRole('button', { name: 'Cancel…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel the rest?' });
  await expect(dialog).toContainText(`${total} devices have not been processed yet.`);
  await dialog.getByRole('button', { name: 'Keep running' }).click();
  await page.getByRole('button', { name: 'Cancel…' }).click();
  await dialog.getByRole('button', { name: 'Cancel remaining' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: `Canceled ${total}` })).toBeVisible();
  await expect(page.getByText('Canceled by admin')).toBeVisible();
  const ending = `Canceled after 0 of ${total} devices: ${total} untouched.`;
  await expect(progress).toContainText(ending);
  await expect(page.getByRole('button', { name: 'Cancel…' })).toHaveCount(0);
  await page.getByRole('link', { name: 'All bulk actions' }).click();
  const first = page.getByRole('table', { name: 'Bulk actions' }).getByRole('row').nth(1);
  await expect(first).toContainText('Canceled');
  await expect(first).toContainText(ending);
  await call(own, 'connection/resume');
});

test('selected devices get a tag at once, which finds them again, and lose it again', async ({ page }) => {
  await page.goto('/devices');
  const rows = page.getByRole('grid').getByRole('checkbox');
  await rows.nth(1).check();
  await rows.nth(2).check();
  const bar = page.getByRole('region', { name: 'Selection' });
  await bar.getByRole('button', { name: 'Tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of 2 devices' });
  await dialog.getByRole('button', { name: 'Save tags' }).click();
  await expect(dialog).toContainText('Enter a tag to add or to remove.');
  await dialog.getByRole('combobox', { name: 'Add' }).fill('Lost van, Night shift');
  await expectAccessibleInAllSizes(page, { within: 'dialog[open]', picture: 'bulk-tags' });
  await dialog.getByRole('button', { name: 'Save tags' }).click();
  await expect(page.getByText('Changed the tags of 2 devices')).toBeVisible();
  await page.goto('/devices?tag=night shift');
  await expect(page.getByRole('grid').getByRole('row')).toHaveCount(3);

  await rows.nth(1).check();
  await bar.getByRole('button', { name: 'Tags…' }).click();
  const one = page.getByRole('dialog', { name: 'Tags of 1 device' });
  await one.getByRole('combobox', { name: 'Remove' }).fill('NIGHT SHIFT');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Changed the tags of 1 device')).toBeVisible();
  await page.goto('/devices?tag=night shift');
  await expect(page.getByRole('grid').getByRole('row')).toHaveCount(2);
});

test('one that is not there is said to be unknown', async ({ page }) => {
  const answer = await page.goto('/bulk-actions/00000000-0000-7000-8000-000000000000');
  expect(answer?.status()).toBe(404);
  await page.getByRole('link', { name: 'All bulk actions' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bulk actions' })).toBeVisible();
});

for (const locale of ['en-US', 'ja-JP'] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('the list and a finished one are accessible and fit', async ({ page }) => {
      for (const path of ['/bulk-actions', finished]) {
        await page.goto(path);
        await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
        await expectAccessibleInAllSizes(page);
      }
    });
  });
}
