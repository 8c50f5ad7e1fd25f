import { expect } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { type Received, Receiver } from '#lib/test-kit/alerts/receiver';
import { expectAccessibleInAllSizes } from '../kit/expect-accessible.ts';
import { test } from '../kit/own-product.ts';
import { checkIn, patient, result } from './alert-pages.ts';

let receiver: Receiver;
let secret: string;

test.use({ settings: { TENKO_ALERT_PRIVATE_ADDRESSES: 'true' } });
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  receiver = await Receiver.open();
  receiver.answer(204);
});
test.afterAll(() => receiver.close());

const refuse = (status: number, body: string) =>
  receiver.answer((_, response) => response.writeHead(status).end(body));

/** What a message says, if it is signed with a secret. Throws if it is not. */
function verified({ headers, body }: Received, key: string) {
  const said = new Webhook(key).verify(body, headers);
  return said as { type: string; data: { device?: { name: string }; verdict?: string } };
}

/** The messages about a device, by its name. */
const about = (name: string) => receiver.received.filter(({ body }) => body.includes(name));

test('a new webhook shows its secret once, and not even Escape loses it', async ({ page }) => {
  await page.goto('/overview');
  await page.getByRole('navigation').getByRole('link', { name: 'Alerts' }).click();
  await expect(
    page.getByRole('heading', { name: 'Learn about problems before your users do' }),
  ).toBeVisible();
  await expectAccessibleInAllSizes(page, { picture: 'alerts-none' });
  await page.getByRole('link', { name: 'Add destination' }).first().click();
  await expectAccessibleInAllSizes(page, { picture: 'alerts-kinds' });
  await page.getByRole('link', { name: 'Webhook' }).click();
  await page.getByLabel('Name').fill('SIEM');
  await page.getByLabel('Address').fill('ftp://nowhere.example');
  await page.getByRole('button', { name: 'Add destination' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not accepted' })).toBeVisible();
  await page.getByLabel('Address').fill(receiver.url);
  await expectAccessibleInAllSizes(page, { picture: 'alerts-new-webhook' });
  await page.getByRole('button', { name: 'Add destination' }).click();
  const dialog = page.getByRole('dialog', { name: 'Secret of SIEM' });
  const shown = dialog.getByRole('region', { name: 'Webhook secret' });
  await expect(shown).toContainText(/whsec_[A-Za-z0-9+/]{43}=/);
  secret = (await shown.locator('code').textContent()) ?? '';
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await expectAccessibleInAllSizes(page, { within: 'dialog[open]', picture: 'alerts-secret' });
  await dialog.getByRole('button', { name: 'I have copied the secret' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'SIEM' })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('whsec_');
});

test('a test says what the receiver answered, and arrives signed', async ({ page }) => {
  await page.goto('/alerts');
  await page.getByRole('link', { name: 'SIEM' }).click();
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(result(page)).toContainText('The receiver accepted the message');
  await expect(result(page)).toContainText('Response 204');
  const [first] = receiver.received;
  if (first === undefined) throw new Error('nothing arrived');
  expect(verified(first, secret).type).toBe('test');
  refuse(500, '{"message":"The index is full"}');
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(result(page)).toContainText('The receiver refuses the message');
  await expect(result(page)).toContainText('The index is full');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Failing');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-failing' });
  await page.getByRole('link', { name: 'All destinations' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'SIEM' })).toContainText('Failing');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-list' });
  receiver.answer(204);
  await page.getByRole('link', { name: 'SIEM' }).click();
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Working');
});

test('a rule takes over the filter of a view, and counts while it is written', async ({ page }) => {
  await page.goto('/alerts/rules');
  const rows = page.getByRole('table', { name: 'Alert rules' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Operation of Tenko' })).toContainText('SIEM');
  await page.getByRole('link', { name: 'New rule' }).click();
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Choose at least one event.' })).toBeVisible();
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.getByLabel('Name').fill('Lost access');
  await page.getByRole('checkbox', { name: 'Verdict changed' }).check();
  const preview = page.getByRole('region', { name: 'Last 7 days' });
  await expect(preview).toContainText('This rule would');
  await page.getByLabel('Use the filter of a view').selectOption('Noncompliant');
  const active = page.getByRole('list', { name: 'Active filters' });
  await expect(active.getByRole('listitem')).toHaveText(['Verdict: Noncompliant']);
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('button', { name: /^OS iOS/ }).click();
  // How many devices it has comes later, and belongs to the name.
  await page.getByRole('checkbox', { name: /^iOS/ }).check();
  await page.keyboard.press('Escape');
  await expect(active.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Quiet hours' }).check();
  await page.getByRole('radio', { name: 'Daily summary' }).check();
  await expect(page.getByRole('checkbox', { name: 'SIEM Webhook' })).toBeChecked();
  // Only then is it about this filter.
  await expect(preview.locator('[aria-busy="false"]')).toContainText('This rule would');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-new-rule' });
  await page.getByLabel('Name').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Lost access' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Settings' })).toContainText('Quiet from 20:00 to 07:00');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-rule' });
  await page.getByRole('link', { name: 'All rules' }).click();
  await expect(rows.filter({ hasText: 'Lost access' })).toContainText('Verdict: Noncompliant');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-rules' });
});

test('a device that becomes noncompliant is told of, signed, and can be told of again', async ({
  page,
  request,
  own,
}) => {
  const name = 'Alerted iPhone';
  await checkIn(request, own.apiKey, name, false);
  await page.goto('/alerts/deliveries');
  await checkIn(request, own.apiKey, name, true);
  await expect.poll(() => about(name).length, patient).toBe(1);
  const [first] = about(name);
  if (first === undefined) throw new Error('nothing arrived');
  const said = verified(first, secret);
  expect(said.type).toBe('device.verdict_changed');
  expect(said.data).toMatchObject({ device: { name }, verdict: 'noncompliant' });

  const row = page.getByRole('row').filter({ hasText: name });
  // An empty page takes new rows by itself; otherwise they are offered.
  await expect(async () => {
    const offer = page.getByRole('button', { name: /updated – show/ });
    if (await offer.isVisible()) await offer.click();
    await expect(row).toContainText('Delivered', { timeout: 1000 });
  }).toPass(patient);
  await row.getByRole('button', { name: /show the attempts/ }).click();
  const attempts = page.getByRole('list', { name: 'Attempts' });
  await expect(attempts).toContainText('Response 204');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-deliveries' });
  await row.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => about(name).length, patient).toBe(2);
  expect(about(name)[1]?.headers['webhook-id']).toBe(first.headers['webhook-id']);
  await expect(attempts.getByRole('listitem')).toHaveCount(2, patient);
});

test('what failed waits, says why and when it is tried again, and is found by filters', async ({
  page,
  request,
  own,
}) => {
  const name = 'Waiting iPhone';
  refuse(503, 'busy');
  await checkIn(request, own.apiKey, name, false);
  await checkIn(request, own.apiKey, name, true);
  await expect.poll(() => about(name).length, patient).toBeGreaterThan(0);
  await page.goto('/alerts/deliveries');
  await page.getByRole('button', { name: 'Waiting', exact: true }).click();
  await expect(page).toHaveURL(/state=waiting/);
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('Next attempt', patient);
  await expect(row).toContainText('503');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-waiting' });
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await row.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('link', { name: 'Show its alerts' }).click();
  await expect(page.getByRole('list', { name: 'Active filters' })).toContainText(`Device: ${name}`);
  // The next attempt may be minutes away by now: nobody has to wait for it.
  receiver.answer(204);
  await row.getByRole('button', { name: 'Send again' }).click();
  await expect(row.first()).toContainText('Delivered', patient);
  await page.getByRole('button', { name: 'Send all failed again' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('No message has failed.');
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('a new secret signs at once, and the former one still holds', async ({ page }) => {
  await page.goto('/alerts');
  await page.getByRole('link', { name: 'SIEM' }).click();
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create new secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Secret of SIEM' });
  const shown = dialog.getByRole('region', { name: 'Webhook secret' });
  await expect(shown).toContainText('whsec_');
  const newer = (await shown.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have copied the secret' }).click();
  await expect(page.getByRole('region', { name: 'Settings' })).toContainText('Former secret');
  const before = receiver.received.length;
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(result(page)).toContainText('The receiver accepted the message');
  const last = receiver.received[before];
  if (last === undefined) throw new Error('nothing arrived');
  expect(newer).not.toBe(secret);
  for (const one of [newer, secret]) expect(verified(last, one).type).toBe('test');
});

test('a viewer reads all of it, and is told why the rest is not theirs', async ({ browser, own }) => {
  const context = await browser.newContext({
    baseURL: own.url,
    storageState: { cookies: [], origins: [] },
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
  await page.getByRole('button', { name: /^Vera Novak/ }).click();
  const refused = async (...names: string[]) => {
    for (const name of names) {
      const button = page.getByRole('button', { name, exact: true }).first();
      await expect(button).toBeDisabled();
      await expect(button).toHaveAccessibleDescription(/need the role Admin/);
    }
  };
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Alerts' }).click();
  await refused('Add destination');
  await page.getByRole('link', { name: 'SIEM' }).click();
  await refused('Edit', 'Delete', 'Send a test', 'New secret');
  await page.goto('/alerts/rules');
  await refused('New rule');
  await page.getByRole('link', { name: 'Lost access' }).click();
  await refused('Edit', 'Delete');
  await page.getByRole('link', { name: 'All rules' }).click();
  await page.getByRole('link', { name: 'Deliveries' }).click();
  await refused('Send all failed again');
  await page.getByRole('link', { name: 'Mail to users' }).click();
  await refused('Switch on', 'Save');
  await expect(page.getByLabel('Company name')).not.toBeEditable();
  await expect(page.getByLabel('Footer text', { exact: true })).not.toBeEditable();
  await page.getByLabel('Language of the preview').selectOption('日本語');
  await expect(page.frameLocator('iframe').locator('html')).toHaveAttribute('lang', 'ja');
  await expectAccessibleInAllSizes(page, { picture: 'user-mail-viewer' });
  await context.close();
});
