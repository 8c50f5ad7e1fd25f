import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { MailServer } from '#lib/test-kit/alerts/receiver';
import { expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { runProduct } from './kit/run-product.ts';
import { signIn } from './kit/sign-in.ts';

/** Until a worker has sent something. */
const patient = { timeout: 60_000 };

test('the list that an admin looks at is mailed every month, and at once as a try', async ({ browser }) => {
  test.setTimeout(480_000);
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
    await page.goto('/alerts/exports');
    await expect(page.getByRole('heading', { name: 'No scheduled exports yet' })).toBeVisible();
    await expectAccessibleInAllSizes(page, { picture: 'exports-none' });
    const to = { kind: 'email', name: 'Board', to: ['board@example.com'] };
    await page.request.post('/api/v1/alert-destinations', {
      headers: { authorization: `Bearer ${product.apiKey}` },
      data: to,
    });

    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto('/devices?verdict=noncompliant');
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export devices' });
    await dialog.getByRole('radio', { name: /^Those of the list/ }).check();
    await dialog.getByRole('link', { name: 'Send it regularly…' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'New export' })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Active filters' }).getByRole('listitem')).toHaveText([
      'Verdict: Noncompliant',
    ]);
    await expect(page.getByRole('checkbox', { name: 'userPrincipalName', exact: true })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'externalId', exact: true })).not.toBeChecked();
    await expect(page.getByRole('checkbox', { name: /^Board/ })).toBeChecked();
    await page.getByRole('button', { name: 'Create export' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Enter a name.' })).toBeVisible();
    await page.getByLabel('Sort', { exact: true }).selectOption('name');
    await page.getByRole('radio', { name: 'Every month' }).check();
    await page.getByLabel('Day of the month').selectOption('Last day');
    await page.getByLabel('Time of day').fill('07:30');
    await expectAccessibleInAllSizes(page, { picture: 'exports-new' });
    await page.getByRole('textbox', { name: 'Name' }).fill('Noncompliant phones');
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');

    await expect(page.getByRole('heading', { level: 1, name: 'Noncompliant phones' })).toBeVisible();
    const facts = page.getByRole('region', { name: 'Settings' });
    await expect(facts).toContainText('On the last day of every month at 07:30');
    await expect(facts).toContainText('Never');
    const trying = page.getByRole('region', { name: 'Send now' });
    await trying.getByRole('button', { name: 'Send now' }).click();
    await expect(trying).toContainText('On its way to 1 destination');
    await expect.poll(() => mail.mails.length, patient).toBe(1);
    const raw = mail.mails[0]?.raw.replace(/=\r?\n/g, '') ?? '';
    expect(raw).toMatch(/^Subject: Noncompliant phones: \d+ devices?\r$/m);
    expect(raw).toMatch(/^Content-Disposition: attachment/m);
    expect(raw).toContain(`${product.url}/devices?verdict=3Dnoncompliant`);
    expect(raw).toContain('sort=3Dname');
    await expect(facts).not.toContainText('Never');
    await expect(facts).toContainText(/\d+ devices?/);
    await expectAccessibleInAllSizes(page, { picture: 'exports-one' });

    await page.getByRole('link', { name: 'All exports' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Noncompliant phones' })).toContainText('Board');
    await expectAccessibleInAllSizes(page, { picture: 'exports-list' });
    await page.getByRole('link', { name: 'Deliveries' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Scheduled export' })).toContainText(
      'Delivered',
      patient,
    );
    await page.getByRole('link', { name: 'Noncompliant phones' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('checkbox', { name: 'The export is on' }).uncheck();
    await page.getByRole('button', { name: 'Save export' }).click();
    await expect(facts).toContainText('Off');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('heading', { name: 'No scheduled exports yet' })).toBeVisible();
    await context.close();
  } finally {
    await product.stop();
    await mail.close();
  }
});
