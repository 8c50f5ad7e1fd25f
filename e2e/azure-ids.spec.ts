import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test as ownTest } from './kit/own-product.ts';

/** A worker fixture of its own keeps Playwright from sharing the product with journeys of other files. */
const test = ownTest.extend<object, { isApart: boolean }>({
  isApart: [({ browserName }, use) => use(browserName !== undefined), { scope: 'worker', auto: true }],
});

/** Of a product of its own: so many devices would come before those that other journeys look for. */
let apiKey = '';
test.beforeAll(({ own }) => {
  apiKey = own.apiKey;
});

/** So many that they do not fit on the smallest page */
const fleetSize = 53;

interface Two {
  /** Claimed the ids first */
  older: string;
  /** Checks in the same ids, and one more of its own */
  newer: string;
  oldIds: string[];
  newIds: string[];
}

/** Two feeds, each with a key of its own, whose devices name the same Azure ids. */
async function twoFeeds(request: APIRequestContext, count: number): Promise<Two> {
  const [older, newer] = [`jamf-${randomUUID().slice(0, 8)}`, `kandji-${randomUUID().slice(0, 8)}`];
  const ids = Array.from({ length: count }, () => randomUUID());
  const oldIds = await checkIn(request, older, ids);
  // Until a device is reported, the sandbox's Entra does not know its id, and says so of the newcomer, too.
  await expect.poll(() => confirmed(request, older), { timeout: 60_000 }).toBe(count);
  const newIds = await checkIn(request, newer, count === 1 ? ids : [...ids, randomUUID()]);
  return { older, newer, oldIds, newIds };
}

async function checkIn(request: APIRequestContext, feed: string, azureIds: string[]): Promise<string[]> {
  const made = await request.post('/api/v1/api-keys', {
    headers: { authorization: `Bearer ${apiKey}` },
    data: { name: feed, feed, scopes: ['check-ins:write'] },
  });
  const { key } = (await made.json()) as { key: string };
  const answer = await request.post('/api/v1/check-ins', {
    headers: { authorization: `Bearer ${key}` },
    data: {
      checkIns: azureIds.map((deviceId, index) => ({
        externalId: `${feed}-${index}`,
        checkedInAt: new Date().toISOString(),
        device: { name: `Mac of ${feed} ${index}`, os: 'macos', osVersion: '26.1' },
        user: { principalName: 'kana@example.com', displayName: 'Kana' },
        azure: { deviceId, clientStatusCode: 'Success' },
      })),
    },
  });
  expect(answer.ok()).toBe(true);
  const { results } = (await answer.json()) as { results: { deviceId: string }[] };
  return results.map(({ deviceId }) => deviceId);
}

/** How many devices of a feed Microsoft has confirmed. */
async function confirmed(request: APIRequestContext, feed: string): Promise<number> {
  const answer = await request.get('/api/v1/devices/counts', {
    headers: { authorization: `Bearer ${apiKey}` },
    params: { feed, azureComplianceStatus: 'successful' },
  });
  return ((await answer.json()) as { total: number }).total;
}

const reportNow = (page: Page) => page.getByRole('button', { name: 'Report now', exact: true });

async function openMove(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Move Azure ID here…' }).click();
}

test('an admin moves the Azure ID of a device from the feed that claimed it first', async ({
  page,
  request,
}) => {
  // Two reports are made and confirmed.
  test.slow();
  const { older, newer, oldIds, newIds } = await twoFeeds(request, 1);
  await page.goto(`/devices/${newIds[0]}`);
  const next = page.getByRole('region', { name: 'Check which feed should hold the Azure ID' });
  await expect(next).toContainText(`The feed ${older} sent this Azure ID first`);
  await expect(next).toContainText(
    new RegExp(`Held by the feed ${older}, which first sent it .+; last check-in there .+`),
  );
  await expect(reportNow(page)).toBeDisabled();
  await expect(reportNow(page)).toHaveAccessibleDescription(new RegExp(`The feed ${older} holds`));
  const duplicates = page.getByRole('region', { name: '1 other device is probably the same one' });
  await expect(duplicates).toContainText(
    `The feed ${older} holds this Azure device ID: Tenko reports its device`,
  );
  await expect(duplicates).toContainText('This one is reported');
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));

  await openMove(page);
  const dialog = page.getByRole('dialog', { name: `Move the Azure ID to Mac of ${newer} 0?` });
  await expect(dialog).toContainText('From now on, Tenko reports this device to Microsoft');
  await expect(dialog).toContainText(`instead of the device of the feed ${older}`);
  await expect(dialog).toContainText('Conditional Access then follows the verdict of this device.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(next).toBeVisible();

  await openMove(page);
  await dialog.getByRole('button', { name: 'Move Azure ID' }).click();
  await expect(dialog).toBeHidden();
  await expect(next).toHaveCount(0);
  await expect(reportNow(page)).toBeEnabled();
  await expect(duplicates).toContainText(
    `The feed ${newer} holds this Azure device ID. The device on this page is in that feed`,
  );
  const azure = page.getByRole('region', { name: 'What Azure knows' });
  await expect(azure).toContainText('Successful', { timeout: 60_000 });
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('button', { name: 'Retire…' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Move Azure ID here…' })).toHaveCount(0);
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);

  await page.goto(`/devices/${oldIds[0]}`);
  await expect(next).toContainText(`The feed ${newer} sent this Azure ID first`);
  await expect(reportNow(page)).toBeDisabled();
});

test('a fleet that changed its MDM is moved by a filter, with its count typed', async ({ page, request }) => {
  // A worker takes the bulk action up in turn: a busy machine takes its time.
  test.slow();
  const { older, newer, newIds } = await twoFeeds(request, fleetSize);
  await page.goto(`/devices?feed=${newer}&limit=50`);
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page
    .getByRole('list', { name: 'Add filter' })
    .getByRole('button', { name: /^Azure ID held/ })
    .click();
  await expect(page).toHaveURL(/azureIdTaken=true/);
  await expect(page.getByText(`${fleetSize} devices`, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Remove filter Azure ID held/ }).click();
  await expect(page.getByText(`${newIds.length} devices`, { exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: `Select all ${newIds.length} matching devices` }).click();
  await page.getByRole('button', { name: 'Move Azure IDs…' }).click();
  const dialog = page.getByRole('dialog', { name: `Move the Azure IDs of ${newIds.length} devices?` });
  await expect(dialog).toContainText('instead of the devices of other feeds with the same Azure IDs');
  const submit = dialog.getByRole('button', { name: `Move ${newIds.length} Azure IDs` });
  const typed = dialog.getByRole('textbox', { name: `Type the number of devices, ${newIds.length}` });
  await typed.fill(String(fleetSize));
  await submit.click();
  await expect(typed).toHaveAccessibleDescription('Type it exactly as shown above.');
  await typed.fill(String(newIds.length));
  await submit.click();

  await expect(page).toHaveURL(/\/bulk-actions\/[0-9a-f-]{36}/);
  await expect(
    page.getByRole('heading', { level: 1, name: `Move of the Azure IDs of ${newIds.length} devices` }),
  ).toBeVisible();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: `Successful ${fleetSize}` })).toBeVisible();
  await page.getByRole('button', { name: 'Not possible 1' }).click();
  const results = page.getByRole('table', { name: 'Results' }).getByRole('row');
  await expect(results).toHaveCount(2);
  await expect(results.nth(1)).toContainText(
    'No other feed holds its Azure ID, so there was nothing to move.',
  );
  await page.goto(`/devices?feed=${older}&sort=name`);
  await page.getByRole('grid').getByRole('link').first().click();
  await expect(page.getByText(`Held by the feed ${newer}`)).toBeVisible();
});

const locales = { 'en-US': 'en', 'ja-JP': 'ja', 'de-DE': 'de' } as const;

test.describe('what is shown', () => {
  let shown: Two;
  test.beforeAll(async ({ browser, own }) => {
    test.slow();
    const context = await browser.newContext({ baseURL: own.url });
    shown = await twoFeeds(context.request, 2);
    await context.close();
  });

  for (const [locale, language] of Object.entries(locales)) {
    test.describe(locale, () => {
      test.use({ locale });

      test('is accessible and fits', async ({ page }) => {
        // Three looks of axe in each size: a busy machine takes its time.
        test.slow();
        const { device, table } = await messagesOf(language);
        const look = (state: string, within = 'html') =>
          expectAccessibleInAllSizes(page, { within, picture: `azure-ids-${state}-${language}` });
        await page.goto(`/devices/${shown.newIds[0]}`);
        const next = page.getByRole('region', { name: device.nextStep.move_azure_id.title });
        await expect(next).toContainText(shown.older);
        await look('device');
        await page.getByRole('button', { name: device.moreActions }).click();
        await page.getByRole('button', { name: device.moveAzureId.menu }).click();
        await expect(page.getByRole('dialog')).toContainText(shown.older);
        await look('move', 'dialog[open]');
        await page.goto(`/devices?feed=${shown.newer}`);
        await page.locator('[data-row]').first().getByRole('checkbox').check();
        await page.getByRole('button', { name: table.selection.moveAzureIds }).click();
        await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
        await look('bulk', 'dialog[open]');
      });
    });
  }
});

type Messages = typeof import('../lib/i18n/messages/en.json');

async function messagesOf(language: string): Promise<Messages> {
  const file = join(import.meta.dirname, '..', 'lib', 'i18n', 'messages', `${language}.json`);
  return JSON.parse(await readFile(file, 'utf8')) as Messages;
}
