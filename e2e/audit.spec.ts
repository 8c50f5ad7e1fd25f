import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectAccessible, sizes } from './kit/expect-accessible.ts';
import { product } from './kit/product.ts';

/** A key made, used for what it may not, revoked, and used again; by a name of its own. */
const name = `=audited ${crypto.randomUUID().slice(0, 8)}|<b>営業部</b>`;
let keyId = '';
let requestId = '';

async function api(method: string, path: string, body?: object, key = product().apiKey) {
  // Whoever calls may claim what they like: no proxy is trusted here.
  const claims = { 'x-forwarded-for': '6.6.6.6', 'x-tenko-peer': '6.6.6.6' };
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...claims };
  return fetch(`${product().url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

test.beforeAll(async () => {
  const made = await (await api('POST', '/api/v1/api-keys', { name, scopes: ['devices:read'] })).json();
  keyId = made.id;
  const refused = await api('POST', '/api/v1/connection/pause', undefined, made.key);
  requestId = refused.headers.get('x-request-id') ?? '';
  await api('DELETE', `/api/v1/api-keys/${keyId}`);
  await api('GET', '/api/v1/devices', undefined, made.key);
});

test('all that was done with a key, and refused to it, is found, narrowed and understood', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/api-keys');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row');

  await page.getByRole('searchbox', { name: 'Search the audit log' }).fill(name.toUpperCase());
  await expect(page).toHaveURL(/q=/);
  await expect(rows.nth(1)).toContainText('not_authenticated');
  await expect(rows).toHaveText([/Time/, /API call/, /API key revoked/, /API call/, /API key created/]);

  await page.getByRole('button', { name: 'Refused', exact: true }).click();
  await expect(rows).toHaveCount(3);
  const refused = rows.filter({ hasText: 'not_authorized' });
  await expect(refused).toContainText('POST /api/v1/connection/pause');
  await refused.getByRole('button').click();
  const details = rows.filter({ hasText: 'Request ID' });
  await expect(details).toContainText('127.0.0.1');
  await details.getByRole('button', { name: 'Copy Request ID' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(requestId);

  await details.getByRole('button', { name: `Only ${name}` }).click();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await page.goto(`/audit?target=${keyId}`);
  await page.getByRole('button', { name: 'Action' }).click();
  await page.getByRole('checkbox', { name: 'API key revoked' }).check();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByRole('button').click();
  const changes = page.getByRole('region', { name: 'What changed' });
  await expect(changes).toContainText('Before: active');
  await expect(changes).toContainText('After: revoked');

  await page.getByRole('combobox', { name: 'Time', exact: true }).selectOption('Last hour');
  await page.reload();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Remove filter Action: API key revoked' }).click();
  await expect(rows).toHaveCount(3);
  await page.goto('/audit?actor=nobody-of-this-name');
  await expect(page.getByRole('heading', { name: 'No events match these filters' })).toBeVisible();
});

test('what the filters leave is exported, and names stay what they are', async ({ page }) => {
  await page.goto(`/audit?target=${keyId}&range=1h`);
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(3);
  const file = async (format: string) => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: `Export ${format}` }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^tenko-audit-.*\\.${format.toLowerCase()}$`));
    return (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  };
  const events = (await file('NDJSON')).map((line) => JSON.parse(line));
  expect(events.map(({ action }) => action)).toEqual(['api_key.revoke', 'api_key.create']);
  expect(events[1].after.name).toBe(name);
  const cef = await file('CEF');
  expect(cef).toHaveLength(2);
  expect(cef[1]).toContain(`CEF:0|Tenko|Tenko|1|api_key.create|api_key.create|3|`);
  expect(cef[1]).toContain(name.replaceAll('=', '\\='));
  const [newest] = (await (await api('GET', '/api/v1/audit-events?action=audit.export&limit=1')).json())
    .items;
  expect(newest).toMatchObject({
    actor: { name: 'admin' },
    details: { format: 'cef', count: 2, complete: true },
  });
});

for (const [locale, size] of [
  ['en-US', 'desktop'],
  ['ja-JP', 'phone'],
] as const) {
  test.describe(`${locale}, ${size}`, () => {
    test.use({ locale, viewport: sizes[size] });

    test('the log with an open event is accessible and fits', async ({ page }) => {
      await page.goto(`/audit?target=${keyId}`);
      await page.getByRole('cell').getByRole('button').first().click();
      await expect(page.getByRole('region').filter({ hasText: 'revoked' }).first()).toBeVisible();
      await expectAccessible(page);
    });
  });
}
