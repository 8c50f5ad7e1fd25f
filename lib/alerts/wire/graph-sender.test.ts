import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MailMessage, MailSender } from '#lib/domain/alerts/alert-tools';
import { startTestSandbox, type TestSandbox } from '#lib/test-kit/start-test-sandbox';
import { createAzureGateway } from '../../azure/create-azure-gateway.ts';
import { createGraphSender } from './graph-sender.ts';

let sandbox: TestSandbox;
let sender: MailSender;
const from = 'Tenko 点呼 <tenko@example.com>';

beforeEach(async () => {
  sandbox = await startTestSandbox();
  const gateway = createAzureGateway(sandbox);
  sender = createGraphSender(() => gateway, from);
});
afterEach(() => sandbox.stop());

const message: MailMessage = {
  to: ['kana@example.com'],
  subject: 'Ihr iPhone verliert den Zugriff – 点呼',
  text: 'Aktualisieren Sie iOS.',
  html: '<p>Aktualisieren Sie iOS.</p>',
  messageId: '<4711@tenko.example>',
  replyTo: 'help@example.com',
};

async function arrived(): Promise<{ mailbox: string; mime: string }[]> {
  const { json } = await sandbox.control('GET', '/sandbox/mails');
  return (json as { mails: { mailbox: string; mime: string }[] }).mails;
}

test('a mail leaves the mailbox of its sender as it was written', async () => {
  expect(await sender.send(message)).toMatchObject({ status: 202, problem: null, retryAfterMs: null });
  const [mail] = await arrived();
  expect(mail?.mailbox).toBe('tenko@example.com');
  expect(mail?.mime).toMatch(/^To: kana@example\.com\r$/m);
  expect(mail?.mime).toMatch(/^Reply-To: help@example\.com\r$/m);
  expect(mail?.mime).toMatch(/^Message-ID: <4711@tenko\.example>\r$/m);
  expect(mail?.mime).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.mime).toContain('Aktualisieren Sie iOS.');
});

test('a file goes along, at the most that Microsoft takes', async () => {
  const content = Buffer.alloc(2_000_000, 'device\n');
  const attachment = { filename: 'Geräte 点呼.csv', contentType: 'text/csv; charset=utf-8', content };
  expect(await sender.send({ ...message, attachment })).toMatchObject({ status: 202, problem: null });
  const [mail] = await arrived();
  const encoded = /Content-Disposition: attachment[\s\S]*?\r\n\r\n([^-]+)/.exec(mail?.mime ?? '')?.[1] ?? '';
  expect(Buffer.from(encoded, 'base64').equals(content)).toBe(true);
  // As Graph gets it: https://learn.microsoft.com/graph/outlook-send-mime-message
  expect(Buffer.from(mail?.mime ?? '').toString('base64').length).toBeLessThan(4 * 1024 * 1024);
});

test('a permission that is missing is named, and a busy Exchange is waited for', async () => {
  sandbox.revokedRoles.add('Mail.Send');
  expect(await sender.send(message)).toMatchObject({
    status: 403,
    problem: { code: 'login_refused', message: expect.stringContaining('Mail.Send is missing') },
  });
  sandbox.revokedRoles.clear();
  sandbox.faults.add({ match: 'mail', status: 429, retryAfterSeconds: 40 });
  expect(await sender.send(message)).toMatchObject({
    status: 429,
    problem: { code: 'rate_limited' },
    retryAfterMs: 40_000,
  });
  expect(await arrived()).toEqual([]);
});

test('what Exchange refuses is said without naming anybody', async () => {
  const gateway = createAzureGateway(sandbox);
  const nobody = createGraphSender(() => gateway, 'nobody@unknown.example');
  await sandbox.control('PUT', '/sandbox/users', {
    userPrincipalName: 'nobody@unknown.example',
    objectId: null,
  });
  const { status, problem } = await nobody.send(message);
  expect([status, problem?.code]).toEqual([404, 'refused']);
  expect(problem?.message).toContain('is invalid');
  expect(problem?.message).not.toContain('@');
});

test('a lost connection and an app that is not set up are outcomes, too', async () => {
  sandbox.faults.add({ match: 'mail', cut: 'before' });
  expect(await sender.send(message)).toMatchObject({ status: null, problem: { code: 'unreachable' } });
  const unset = createGraphSender(() => {
    throw new Error('the certificate in app.pem cannot be read');
  }, from);
  expect(await unset.send(message)).toMatchObject({
    status: null,
    problem: { code: 'login_refused', message: 'the certificate in app.pem cannot be read' },
  });
});
