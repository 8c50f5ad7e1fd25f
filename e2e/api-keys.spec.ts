import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { expectAccessible, sizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';

/** Checks one device in with a key; answers the status. */
async function checkIn(key: string): Promise<number> {
  const device = { name: 'Of a new key', os: 'ios', osVersion: '26.1' };
  const checkIns = [{ externalId: 'key-test', checkedInAt: new Date().toISOString(), device }];
  const answer = await fetch(`${product().url}/api/v1/check-ins`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ checkIns }),
  });
  return answer.status;
}

const rowsOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'API keys' }).getByRole('row', { name });

test('a key is made, used, rotated and revoked', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = `connector ${crypto.randomUUID().slice(0, 8)}`;
  const feed = `feed-${crypto.randomUUID().slice(0, 8)}`;
  await page.goto('/settings');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'API keys' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'API keys' })).toBeVisible();

  await page.getByRole('button', { name: 'Create key' }).click();
  const create = page.getByRole('dialog', { name: 'Create an API key' });
  await expect(create.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name);
  const submit = create.getByRole('button', { name: 'Create key' });
  await submit.click();
  await expect(create.getByRole('textbox', { name: 'Feed' })).toBeFocused();
  await expect(create.getByRole('alert').filter({ hasText: 'Fill in this field.' })).toBeVisible();
  await create.getByRole('textbox', { name: 'Feed' }).fill(feed);
  await page.keyboard.press('Enter');
  // However early somebody wants to leave, the key is shown.
  await page.keyboard.press('Escape');

  const shown = page.getByRole('dialog', { name: `Key for ${name}` });
  await expect(shown).toContainText('it is not shown again');
  const key = (await shown.getByRole('region', { name: 'API key' }).getByRole('code').textContent()) ?? '';
  expect(key).toMatch(/^tenko_[0-9a-z]{8}_[\w-]{43}$/);
  await shown.getByRole('button', { name: 'Copy API key' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  // What it says to run does run.
  const curl = (await shown.getByRole('region', { name: 'example' }).textContent()) ?? '';
  const { stdout } = await promisify(execFile)('bash', ['-c', curl]);
  expect(JSON.parse(stdout).results).toMatchObject([{ externalId: 'test-1', outcome: 'created' }]);
  for (const [language, word] of [
    ['Python', 'urllib.request'],
    ['PowerShell', 'Invoke-RestMethod'],
  ] as const) {
    await shown.getByRole('radio', { name: language }).check();
    await expect(shown.getByRole('region', { name: 'example' })).toContainText(word);
  }
  await shown.getByRole('button', { name: 'I have copied the key' }).click();
  await expect(page.getByRole('button', { name: 'Create key' })).toBeFocused();
  // The focus returns as the dialog closes, a moment before it is taken away.
  await expect(shown).toHaveCount(0);
  expect(await page.content()).not.toContain(key);

  const row = rowsOf(page, name);
  await expect(row).toContainText(key.slice(0, 14));
  await expect(row).toContainText(`Feed: ${feed}`);
  await expect(row).toContainText('by admin');
  await expect(row).toContainText('Active');
  expect(await checkIn(key)).toBe(200);

  await page.getByRole('button', { name: `Rotate ${name}` }).click();
  const rotate = page.getByRole('dialog', { name: `Rotate ${name}` });
  await expect(rotate.getByRole('combobox', { name: 'The old key stays valid for' })).toHaveValue('24');
  // In the same moment: a dialog that only waits for its mutation would still close.
  await rotate.evaluate(async (dialog: HTMLDialogElement) => {
    dialog.querySelector('form')?.requestSubmit();
    await Promise.resolve();
    dialog.requestClose();
  });
  const next = (await shown.getByRole('region', { name: 'API key' }).getByRole('code').textContent()) ?? '';
  expect(next).not.toBe(key);
  await shown.getByRole('button', { name: 'I have copied the key' }).click();
  for (const valid of [key, next]) expect(await checkIn(valid)).toBe(200);
  const old = rowsOf(page, key.slice(0, 14));
  await expect(old).toContainText('Being replaced');
  await expect(old).toContainText('Stops working in 24 hours');

  await old.getByRole('button', { name: `Revoke ${name}` }).click();
  const revoke = page.getByRole('dialog', { name: `Revoke ${name}?` });
  await expect(revoke).toContainText(`check-ins of the feed ${feed}`);
  await revoke.getByRole('button', { name: 'Cancel' }).click();
  expect(await checkIn(key)).toBe(200);
  await old.getByRole('button', { name: `Revoke ${name}` }).click();
  await revoke.getByRole('button', { name: 'Revoke key' }).click();
  await expect(old).toContainText('Revoked');
  await expect(old.getByRole('button')).toHaveCount(0);
  expect([await checkIn(key), await checkIn(next)]).toEqual([401, 200]);

  const bootstrap = rowsOf(page, 'Set by TENKO_BOOTSTRAP_API_KEY');
  await expect(bootstrap).toContainText('Feed: default');
  await expect(bootstrap.getByRole('button')).toHaveCount(0);
});

for (const [locale, size] of [
  ['en-US', 'desktop'],
  ['ja-JP', 'phone'],
] as const) {
  test.describe(`${locale}, ${size}`, () => {
    test.use({ locale, viewport: sizes[size] });

    test('the keys and the dialog to make one are accessible and fit', async ({ page }) => {
      await page.goto('/api-keys');
      await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('main').getByRole('button').first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page);
    });
  });
}
