import { join } from 'node:path';
import { expect } from '@playwright/test';
import { MailServer } from '#lib/test-kit/alerts/receiver';
import { expectAccessibleInAllSizes } from '../kit/expect-accessible.ts';
import { test } from '../kit/own-product.ts';
import { runProduct } from '../kit/run-product.ts';
import { signIn } from '../kit/sign-in.ts';
import { checkIn, patient, result } from './alert-pages.ts';

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
