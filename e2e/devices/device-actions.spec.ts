import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { product } from '../kit/product.ts';
import { takePicture } from '../kit/take-picture.ts';
import { checkIn, openFirst, phone } from './device-page.ts';

test('the help desk gets a mail in the user’s language, and the language is remembered', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openFirst(page, 'clientStatusCode=User_Canceled');
  await page.getByRole('button', { name: 'Text for the user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Text for the user' });
  await expect(dialog).toContainText('was canceled before it was complete');
  await dialog.getByRole('combobox', { name: 'Language of the user' }).selectOption('日本語');
  await expect(dialog).toContainText('【要対応】');
  await dialog.getByRole('button', { name: 'Copy text' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Text copied' })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('登録をもう一度始めてください');
  const mail = dialog.getByRole('link', { name: 'Open in mail app' });
  await expect(mail).toHaveAttribute('href', /^mailto:[^?]+\?subject=.+&body=.+/);
  await expectAccessible(page, { within: 'dialog' });
  await page.reload();
  await page.getByRole('button', { name: 'Text for the user' }).click();
  await expect(dialog).toContainText('【要対応】');
});

test('Report now becomes Successful without a reload', async ({ page }) => {
  await openFirst(page, 'azureComplianceStatus=successful&verdict=compliant&sort=name');
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  await page.getByRole('button', { name: 'Report now' }).click();
  const words = page.getByRole('status').filter({ hasText: /Microsoft|report/ });
  await expect(words.filter({ hasText: 'In-progress' })).toBeVisible();
  await expect(words.filter({ hasText: 'Successful' })).toBeVisible({ timeout: 60_000 });
  const reports = page.getByRole('list', { name: 'Timeline' }).getByRole('listitem');
  const report = reports.filter({ hasText: 'Report: Report now' }).first();
  await expect(report).toContainText('Confirmed');
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
});

test('Ask Entra now reads the device at once, by keyboard too, and a failure says why', async ({ page }) => {
  await openFirst(page, 'azureComplianceStatus=successful&verdict=compliant&sort=name');
  const states = page.getByRole('region', { name: 'Three states, side by side' });
  const ask = states.getByRole('button', { name: 'Ask Entra now' });
  await ask.focus();
  await page.keyboard.press('Enter');
  await expect(states.getByText('This is Entra’s current state.')).toBeVisible();
  await expect(states).toContainText('isCompliant');

  const body = { code: 'azure_unavailable', status: 503, title: 'Microsoft is unavailable', requestId: 'r' };
  await page.route('**/entra-reading', (request) =>
    request.fulfill({ status: 503, contentType: 'application/problem+json', json: body }),
  );
  await ask.click();
  await expect(states.getByText('Entra could not be read: Microsoft cannot be reached')).toBeVisible();
  await expectAccessible(page);
});

test('retiring asks for the device by name, and ends in Retired', async ({ page }) => {
  await openFirst(page, 'azureComplianceStatus=successful&sort=-name');
  const name = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Retire…' }).click();
  const dialog = page.getByRole('dialog', { name: `Retire ${name}?` });
  const submit = dialog.getByRole('button', { name: 'Retire 1 device' });
  await submit.click();
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await expect(dialog.getByRole('textbox')).toHaveAccessibleDescription('Fill in this field.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('button', { name: 'Retire…' }).click();
  await dialog.getByRole('textbox').fill(name ?? '');
  await submit.click();
  await expect(page.getByRole('heading', { name: 'Retired: no action needed' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Report now' })).toBeDisabled();
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('An admin retired the device');
});

test('tags and notes are written in place, and lead to the devices that have them', async ({
  page,
  request,
}) => {
  const name = `n-${randomUUID().slice(0, 8)}`;
  const [id] = await checkIn(request, [phone(name, 10)]);
  await page.goto(`/devices/${id}`);
  const panel = page.getByRole('region', { name: 'Tags and notes' });
  const add = panel.getByRole('combobox', { name: 'Add tag' });
  await add.fill(`${name}, Loaner`);
  await add.press('Enter');
  const tags = panel.getByRole('list', { name: 'Tags' }).getByRole('listitem');
  await expect(tags).toHaveText(['Loaner', name]);
  await expect(add).toBeFocused();
  await panel.getByRole('button', { name: 'Remove tag Loaner' }).press('Enter');
  await expect(tags).toHaveText([name]);
  await expect(add).toBeFocused();

  const field = panel.getByRole('textbox', { name: 'Add a note' });
  await field.fill('Screen is broken.\nA new one is ordered.');
  await field.press('Control+Enter');
  const note = panel.getByRole('list', { name: 'Notes' }).getByRole('listitem');
  await expect(note).toContainText('A new one is ordered.');
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await takePicture(page, 'device-notes');

  await note.getByRole('button', { name: 'Edit note' }).press('Enter');
  const edited = note.getByRole('textbox', { name: 'Edit note' });
  await expect(edited).toBeFocused();
  await edited.press('Escape');
  await expect(note.getByRole('button', { name: 'Edit note' })).toBeFocused();
  await note.getByRole('button', { name: 'Edit note' }).press('Enter');
  await edited.fill('Replaced.');
  await edited.press('Control+Enter');
  await expect(note).toContainText('Replaced.');
  await expect(note).toContainText('edited');
  await note.getByRole('button', { name: 'Delete note' }).click();
  await page
    .getByRole('dialog', { name: 'Delete this note?' })
    .getByRole('button', { name: 'Delete note' })
    .click();
  await expect(panel).toContainText('No notes yet.');

  await tags.getByRole('link', { name }).click();
  await expect(page).toHaveURL(new RegExp(`/devices\\?tag=${name}`));
  await expect(page.getByRole('grid').getByRole('link', { name: `Phone ${name}` })).toBeVisible();
});

test('a ticket is opened in the help desk, with the device and its user in the address', async ({
  page,
  request,
}) => {
  const name = 'Kana’s iPhone & co?user=x#y';
  const device = { name, os: 'ios', osVersion: '26.1' };
  const [id] = await checkIn(request, [phone(randomUUID(), 60 * 24 * 3, { device })]);
  await page
    .context()
    .route('https://tickets.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: 'A ticket' }),
    );
  await page.goto(`/devices/${id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await takePicture(page, 'device-actions');
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Open a ticket' }).click();
  const ticket = await opened;
  await expect(ticket.getByText('A ticket')).toBeVisible();
  expect([...new URL(ticket.url()).searchParams]).toEqual([
    ['title', name],
    ['user', 'kana@example.com'],
    ['link', `${product().url}/devices/${id}`],
  ]);
  expect(await ticket.evaluate(() => [document.referrer, window.opener])).toEqual(['', null]);
});
