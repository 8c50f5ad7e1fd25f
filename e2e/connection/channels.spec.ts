import { expect } from '@playwright/test';
import { expectAccessible, expectAccessibleInAllSizes } from '../kit/expect-accessible.ts';
import { test } from '../kit/own-product.ts';
import { open, patient, state } from './connection-page.ts';

test.describe.configure({ mode: 'serial' });

test('Windows is switched off and on: the page says what moves, and shows the move', async ({
  page,
  own,
}) => {
  test.setTimeout(180_000);
  await open(page);
  const windows = page.getByRole('listitem', { name: 'Microsoft Graph (Windows)' });
  await expect(windows).toContainText('Works', patient);
  const devices = windows.getByRole('link', { name: /^\d+ devices?$/ });
  const before = (await devices.textContent()) ?? 'devices';
  await expect(devices).toHaveAttribute('href', '/devices?channel=windows');
  await windows.getByRole('button', { name: 'Switch off… Microsoft Graph (Windows)' }).click();
  const off = page.getByRole('dialog', { name: 'Switch off Microsoft Graph (Windows)?' });
  await expect(off).toContainText(
    new RegExp(`${before} leaves? Microsoft Graph \\(Windows\\) and ha(?:s|ve) no channel`),
  );
  await expect(off).toContainText('Tenko stops reporting these devices. Entra keeps their last state.');
  await expectAccessible(page, { picture: 'channel-switch' });
  await off.getByRole('textbox', { name: 'Reason (optional)' }).fill('Moved to another tool');
  await off.getByRole('button', { name: 'Switch off' }).click();
  await expect(off).toHaveCount(0);
  const panel = page.getByRole('region', { name: 'Channels to Microsoft' });
  await expect(panel.getByRole('status').filter({ hasText: 'Channels last changed' })).toContainText(
    `Channels last changed by admin: ${before} moved`,
    patient,
  );
  await expect(windows).toContainText('Entra keeps their last state.');
  await expect(windows.getByRole('link', { name: '0 devices', exact: true })).toBeVisible(patient);

  await own.revoke('Device.ReadWrite.All');
  await windows.getByRole('button', { name: 'Switch on…' }).click();
  const on = page.getByRole('dialog', { name: 'Switch on Microsoft Graph (Windows)?' });
  await expect(on).toContainText(/without a channel moves? to Microsoft Graph \(Windows\)/);
  await on.getByRole('button', { name: 'Switch on' }).click();
  await expect(windows).toContainText('Missing permission: Device.ReadWrite.All', patient);
  await expect(windows).toContainText('Who can fix it: an Entra admin');
  await windows.getByText('What this channel needs at Microsoft').click();
  const permission = windows.getByRole('listitem').filter({ hasText: 'App permission for Microsoft Graph' });
  await expect(permission).toContainText('Missing');
  await expect(state(page, 'A channel to Microsoft does not work')).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Partner service' })).toContainText('Works');
  await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click();
  const notices = page.getByRole('region', { name: 'Notifications' });
  await expect(notices).toContainText('A channel to Microsoft does not work');
  await own.revoke();
  await open(page);
  await expect(windows).toContainText('Works', { timeout: 120_000 });
  await windows.getByText('What this channel needs at Microsoft').click();
  await expect(permission).toContainText('Done');
});

test('the tag channel is switched on by keyboard, says what moves, and offers the rule', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  const tag = page.getByRole('listitem', { name: 'Extension attribute' });
  await expect(tag).toContainText('Needs no partner approval');
  const rule = tag.getByRole('region', { name: 'Device filter rule' });
  await expect(rule).toContainText('device.extensionAttribute15 -eq "tenko:noncompliant"');
  const count = async (name: string) => {
    const link = page.getByRole('listitem', { name }).getByRole('link', { name: /^\d+ devices?$/ });
    return Number.parseInt((await link.textContent()) ?? '', 10);
  };
  const moving = (await count('Partner service')) + (await count('Microsoft Graph (Windows)'));

  await tag.getByRole('button', { name: 'Switch on… Extension attribute' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Switch on Extension attribute?' });
  await expect(dialog).toContainText(`${moving} devices move to Extension attribute`);
  await expect(dialog).toContainText('If another channel wrote their compliance before');
  await expect(dialog.getByRole('combobox', { name: 'Extension attribute' })).toBeFocused();
  await page.keyboard.type('extensionAttribute7');
  await page.keyboard.press('Tab');
  await page.keyboard.type('no risk');
  await page.keyboard.press('Tab');
  await page.keyboard.type('no risk');
  const bad = dialog.getByRole('textbox', { name: 'Value for noncompliant devices' });
  await expect(bad).toHaveAccessibleDescription(/policy blocks\. The two values must differ\.$/);
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await expectAccessible(page, { picture: 'tag-switch' });
  await expect(bad).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('at "risk"');
  await expect(bad).toHaveAccessibleDescription(/policy blocks\.$/);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(tag.getByRole('button', { name: 'Switch off… Extension attribute' })).toBeFocused();
  const panel = page.getByRole('region', { name: 'Channels to Microsoft' });
  await expect(panel.getByRole('status').filter({ hasText: 'Channels last changed' })).toContainText(
    `${moving} devices moved`,
    patient,
  );
  await expect(page.getByRole('listitem', { name: 'Partner service' })).toContainText(
    'While “Extension attribute” is on, it takes these devices.',
  );
  await expect(tag.getByRole('link', { name: `${moving} devices`, exact: true })).toBeVisible(patient);
  const expected = 'device.extensionAttribute7 -eq "at `"risk`""';
  await expect(rule).toContainText(expected);
  await tag.getByRole('button', { name: 'Copy Device filter rule' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(expected);
  await expect(tag).toContainText('Works', patient);

  await page.goto('/devices?channel=tag&verdict=noncompliant&azureComplianceStatus=successful');
  const first = page.getByRole('grid').getByRole('row').nth(1);
  await first.getByRole('link').first().click();
  const entra = page.getByRole('region', { name: 'Three states, side by side' });
  await expect(entra).toContainText('TagNoncompliantat "risk"', patient);
  await expect(entra).toContainText('Can have an effectYes');
  await expect(page.getByText('Likely blocked: its tag is the value that the policy blocks')).toBeVisible();
  await expect(page.getByText('Reported to Azure: the tag for noncompliant devices')).toBeVisible();
});

test('other settings of the tag channel ask first, and what the API refuses is beside its field', async ({
  page,
}) => {
  await open(page);
  const tag = page.getByRole('listitem', { name: 'Extension attribute' });
  await tag.getByText('What this channel needs at Microsoft').click();
  const policy = tag.getByRole('listitem').filter({ hasText: 'A policy that blocks by the tag' });
  await expect(policy).toContainText('Tenko cannot see this');
  await expect(tag.getByRole('listitem').filter({ hasText: 'Device.ReadWrite.All' })).toContainText('Done');
  await tag.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change what Extension attribute writes?' });
  await expect(dialog).toContainText(/\d+ devices are written again/);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('Nothing has been changed yet.');
  const bad = dialog.getByRole('textbox', { name: 'Value for noncompliant devices' });
  await bad.fill('at risk\u0007');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('A policy with the old rule no longer blocks these devices');
  await expect(bad).toHaveAccessibleDescription(/s\. Not accepted: must not contain control characters$/);
  await dialog.getByRole('combobox').selectOption('extensionAttribute8');
  await bad.fill('blocked');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(tag).toContainText('device.extensionAttribute8 -eq "blocked"');
});

for (const [locale, title] of [
  ['de-DE', 'Erweiterungsattribut'],
  ['ja-JP', '拡張属性'],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('the tag channel and its dialog fit', async ({ page }) => {
      await page.goto('/connection');
      const tag = page.getByRole('listitem', { name: title });
      await tag.locator('summary').click();
      await expectAccessibleInAllSizes(page, { picture: `tag-${locale}` });
      // The second one changes what is written.
      await tag.getByRole('button').nth(1).click();
      await expect(page.getByRole('dialog').getByRole('combobox')).toBeVisible();
      await expectAccessibleInAllSizes(page, { within: 'dialog', picture: `tag-change-${locale}` });
    });
  });
}

test('the tag channel is switched off again, and its devices go back', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page);
  const tag = page.getByRole('listitem', { name: 'Extension attribute' });
  const before = await tag.getByRole('link', { name: /^\d+ devices?$/ }).textContent();
  await tag.getByRole('button', { name: 'Switch off…' }).click();
  const off = page.getByRole('dialog', { name: 'Switch off Extension attribute?' });
  await expect(off).toContainText(`${before} leave Extension attribute`);
  await expect(off).toContainText('Tenko clears its tags');
  await off.getByRole('button', { name: 'Switch off' }).click();
  await expect(off).toHaveCount(0);
  await expect(tag.getByRole('link', { name: '0 devices', exact: true })).toBeVisible(patient);
});
