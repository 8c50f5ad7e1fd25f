import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { MailServer } from '#lib/test-kit/alerts/receiver';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';
import { runProduct } from './kit/run-product.ts';
import { signIn } from './kit/sign-in.ts';

/** Until a worker has sent something. */
const patient = { timeout: 60_000 };

interface Message {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A program on this machine that receives webhooks, and answers as it is told. */
class Receiver {
  readonly messages: Message[] = [];
  answer = { status: 204, body: '' };
  readonly #server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    this.messages.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    response.writeHead(this.answer.status).end(this.answer.body);
  });

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/tenko`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What a message says, if it is signed with a secret. Throws if it is not. */
  verified({ headers, body }: Message, secret: string) {
    const said = new Webhook(secret).verify(body, headers as Record<string, string>);
    return said as { type: string; data: { device?: { name: string }; verdict?: string } };
  }

  /** The messages about a device, by its name. */
  about(name: string): Message[] {
    return this.messages.filter(({ body }) => body.includes(name));
  }
}

const receiver = new Receiver();
let address: string;
let secret: string;

test.use({ settings: { TENKO_ALERT_PRIVATE_ADDRESSES: 'true' } });
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  address = await receiver.open();
});
test.afterAll(() => receiver.close());

async function checkIn(
  request: APIRequestContext,
  apiKey: string,
  name: string,
  violated: boolean,
  user?: { principalName: string },
) {
  const violations = violated ? [{ policy: 'Passcode', action: 'block', since: '2026-11-01T08:00:00Z' }] : [];
  const device = { name, os: 'ios', osVersion: '26.1' };
  const one = { externalId: name, checkedInAt: new Date().toISOString(), device, violations };
  const answer = await request.post('/api/v1/check-ins', {
    headers: { authorization: `Bearer ${apiKey}` },
    data: { checkIns: [{ ...one, user, azure: { clientStatusCode: 'Success' } }] },
  });
  expect(answer.ok()).toBe(true);
}

const result = (page: Page) => page.getByRole('region', { name: 'Test' });

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
  await page.getByLabel('Address').fill(address);
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
  const [first] = receiver.messages;
  if (first === undefined) throw new Error('nothing arrived');
  expect(receiver.verified(first, secret).type).toBe('test');
  receiver.answer = { status: 500, body: '{"message":"The index is full"}' };
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(result(page)).toContainText('The receiver refuses the message');
  await expect(result(page)).toContainText('The index is full');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Failing');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-failing' });
  await page.getByRole('link', { name: 'All destinations' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'SIEM' })).toContainText('Failing');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-list' });
  receiver.answer = { status: 204, body: '' };
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
  await expect.poll(() => receiver.about(name).length, patient).toBe(1);
  const [first] = receiver.about(name);
  if (first === undefined) throw new Error('nothing arrived');
  const said = receiver.verified(first, secret);
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
  await expect.poll(() => receiver.about(name).length, patient).toBe(2);
  expect(receiver.about(name)[1]?.headers['webhook-id']).toBe(first.headers['webhook-id']);
  await expect(attempts.getByRole('listitem')).toHaveCount(2, patient);
});

test('what failed waits, says why and when it is tried again, and is found by filters', async ({
  page,
  request,
  own,
}) => {
  const name = 'Waiting iPhone';
  receiver.answer = { status: 503, body: 'busy' };
  await checkIn(request, own.apiKey, name, false);
  await checkIn(request, own.apiKey, name, true);
  await expect.poll(() => receiver.about(name).length, patient).toBeGreaterThan(0);
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
  receiver.answer = { status: 204, body: '' };
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
  const before = receiver.messages.length;
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(result(page)).toContainText('The receiver accepted the message');
  const last = receiver.messages[before];
  if (last === undefined) throw new Error('nothing arrived');
  expect(newer).not.toBe(secret);
  for (const one of [newer, secret]) expect(receiver.verified(last, one).type).toBe('test');
});

test('mail that cannot be sent is said before, and a destination can be deleted', async ({ page }) => {
  await page.goto('/alerts/destinations/new');
  await page.getByRole('link', { name: 'Email' }).click();
  await expect(page.getByRole('region', { name: 'This server cannot send mail yet' })).toContainText(
    'TENKO_SMTP_URL',
  );
  await page.getByLabel('Name').fill('Help desk');
  await page.getByLabel('Recipients').fill('desk@example');
  await page.getByLabel('Name').focus();
  await expect(page.getByRole('alert').filter({ hasText: 'Not an email address' })).toBeVisible();
  await page.getByLabel('Recipients').fill('desk@example.com');
  await expectAccessibleInAllSizes(page, { picture: 'alerts-new-email' });
  await page.getByRole('button', { name: 'Add destination' }).click();
  await result(page).getByRole('button', { name: 'Send a test' }).click();
  await expect(result(page)).toContainText('This server cannot send mail yet');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/alerts$/);
  await expect(page.getByRole('link', { name: 'Help desk' })).toBeHidden();
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

test('users are mailed once an admin switches it on, in the words of the company', async ({ browser }) => {
  test.setTimeout(180_000);
  const mail = await MailServer.open();
  const product = await runProduct({
    TENKO_DEMO_DEVICES: '40',
    TENKO_SMTP_URL: mail.url,
    TENKO_MAIL_FROM: 'tenko@example.com',
  });
  try {
    const storageState = join(product.dataDir, 'signed-in.json');
    await signIn(product.url, product.link, storageState);
    const context = await browser.newContext({ baseURL: product.url, storageState });
    const page = await context.newPage();
    await page.goto('/alerts/user-mail');
    await expect(page.getByRole('heading', { name: 'Mail to users is off' })).toBeVisible();
    await expectAccessibleInAllSizes(page, { picture: 'user-mail' });
    const written = page.frameLocator('iframe');
    await page.getByLabel('Company name').fill('Example Ltd.');
    await page.getByLabel('Help desk contact').fill('help@example.com');
    await page.getByLabel('Language of the footer text').selectOption('Deutsch');
    await page.getByLabel('Footer text', { exact: true }).fill('Raum 4, werktags');
    await expect(written.locator('html')).toHaveAttribute('lang', 'de');
    for (const words of ['Example Ltd.', 'help@example.com', 'Raum 4, werktags']) {
      await expect(written.locator('body')).toContainText(words);
    }
    // What is not saved is not lost.
    await page.getByRole('link', { name: 'Rules' }).click();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await page.getByRole('button', { name: 'Switch on' }).click();
    const dialog = page.getByRole('dialog', { name: 'Switch on mail to users?' });
    await expect(dialog).toContainText(/\d+ users? ha(s|ve) something to do at present/);
    await expect(dialog).toContainText('Your changes to the settings are saved, too.');
    await expectAccessibleInAllSizes(page, { within: 'dialog[open]', picture: 'user-mail-on' });
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await expect(page.getByRole('heading', { name: 'Mail to users is on' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Settings' })).toContainText(
      'Languages with a text: Deutsch',
    );
    await expectAccessibleInAllSizes(page, { picture: 'user-mail-switched-on' });

    const api = await browser.newContext({ baseURL: product.url });
    const user = { principalName: 'mika@example.com' };
    await checkIn(api.request, product.apiKey, 'Mailed iPhone', false, user);
    await checkIn(api.request, product.apiKey, 'Mailed iPhone', true, user);
    const to = () => mail.mails.filter((one) => one.to.includes('mika@example.com'));
    await expect.poll(() => to().length, patient).toBe(1);
    for (const words of ['Mailed iPhone', 'Example Ltd.', 'Reply-To: help@example.com']) {
      expect(to()[0]?.raw.replace(/=\r?\n/g, '')).toContain(words);
    }
    await page.goto('/alerts/deliveries');
    await page.getByRole('link', { name: 'mika@example.com' }).click();
    await expect(page).toHaveURL('/users/mika%40example.com');
    const sent = page.getByRole('list', { name: 'Mail to this user' }).getByRole('listitem');
    await expect(sent).toContainText(['Mailed iPhone']);
    await expect(sent).toContainText(['Delivered'], patient);
    await expectAccessibleInAllSizes(page, { picture: 'user-mailed' });
    await page.getByRole('link', { name: 'All mail to this user' }).click();
    await expect(page.getByRole('button', { name: /mika@example\.com/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Mailed iPhone' })).toHaveCount(1);
    await page.goto('/alerts/user-mail');
    await page.getByRole('button', { name: 'Switch off' }).click();
    await expect(page.getByRole('heading', { name: 'Mail to users is off' })).toBeVisible();
    await expect(page.getByLabel('Company name')).toHaveValue('Example Ltd.');
    await page.goto('/help?language=de');
    await expect(page.getByRole('main')).toContainText('Raum 4, werktags');
    await Promise.all([context.close(), api.close()]);
  } finally {
    await product.stop();
    await mail.close();
  }
});
