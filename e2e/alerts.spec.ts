import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { expectAccessibleInAllSizes } from './expect-accessible.ts';
import { test } from './own-product.ts';

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

async function checkIn(request: APIRequestContext, apiKey: string, name: string, violated: boolean) {
  const violations = violated ? [{ policy: 'Passcode', action: 'block', since: '2026-11-01T08:00:00Z' }] : [];
  const device = { name, os: 'ios', osVersion: '26.1' };
  const one = { externalId: name, checkedInAt: new Date().toISOString(), device, violations };
  const answer = await request.post('/api/v1/check-ins', {
    headers: { authorization: `Bearer ${apiKey}` },
    data: { checkIns: [{ ...one, azure: { clientStatusCode: 'Success' } }] },
  });
  expect(answer.ok()).toBe(true);
}

const result = (page: Page) => page.getByRole('region', { name: 'Test' });

test('a new webhook shows its secret once, and not even Escape loses it', async ({ page }) => {
  await page.goto('/overview');
  await page.getByRole('navigation').getByRole('link', { name: 'Alerts' }).click();
  await expect(page.getByRole('heading', { name: 'Hear of problems before your users do' })).toBeVisible();
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
  await expect(result(page)).toContainText('The receiver took the message');
  await expect(result(page)).toContainText('Answer 204');
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
  await page.getByLabel('Take over the filter of a view').selectOption('Noncompliant');
  const active = page.getByRole('list', { name: 'Active filters' });
  await expect(active.getByRole('listitem')).toHaveText(['Verdict: Noncompliant']);
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('button', { name: /^OS/ }).click();
  await page.getByRole('checkbox', { name: 'iOS', exact: true }).check();
  await page.keyboard.press('Escape');
  await expect(active.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Quiet hours' }).check();
  await page.getByRole('radio', { name: 'Every day, summed up' }).check();
  await expect(page.getByRole('checkbox', { name: 'SIEM Webhook' })).toBeChecked();
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
  await expect(attempts).toContainText('Answer 204');
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
  receiver.answer = { status: 204, body: '' };
  await page.getByRole('button', { name: 'Clear all' }).first().click();
  await row.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('link', { name: 'Show its alerts' }).click();
  await expect(page.getByRole('list', { name: 'Active filters' })).toContainText(`Device: ${name}`);
  await expect(row).toContainText('Delivered', patient);
  await page.getByRole('button', { name: 'Send all failed again' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Send all failed again' }).click();
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
  await expect(result(page)).toContainText('The receiver took the message');
  const last = receiver.messages[before];
  if (last === undefined) throw new Error('nothing arrived');
  expect(newer).not.toBe(secret);
  for (const one of [newer, secret]) expect(receiver.verified(last, one).type).toBe('test');
});

test('mail that cannot be sent is said before, and a destination can be deleted', async ({ page }) => {
  await page.goto('/alerts/destinations/new');
  await page.getByRole('link', { name: 'E-mail' }).click();
  await expect(page.getByRole('region', { name: 'This server cannot send mail yet' })).toContainText(
    'TENKO_SMTP_URL',
  );
  await page.getByLabel('Name').fill('Help desk');
  await page.getByLabel('Recipients').fill('desk@example');
  await page.getByLabel('Name').focus();
  await expect(page.getByRole('alert').filter({ hasText: 'Not an e-mail address' })).toBeVisible();
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
