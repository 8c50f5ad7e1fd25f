import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInAllSizes } from './kit/expect-accessible.ts';
import { test } from './kit/own-product.ts';

/** Until a worker has tried again after a failure. */
const patient = { timeout: 60_000 };
const verySlow = { timeout: 120_000 };

test.describe.configure({ mode: 'serial' });

const state = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const check = (page: Page) => page.getByRole('region', { name: 'Check connection' });

async function open(page: Page): Promise<void> {
  await page.goto('/devices');
  await page.getByRole('navigation').getByRole('link', { name: 'Connection' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connection to Azure' })).toBeVisible();
}

test('the page tells tenant, app and mode, and that the connection works', async ({ page }) => {
  await open(page);
  const places = page.getByRole('navigation').getByRole('link');
  await expect(places).toHaveText([
    'Overview',
    'Devices',
    'Reports',
    'Policies',
    'Bulk actions',
    'Alerts',
    'Feeds',
    'Connection',
    'API keys',
    'Audit log',
  ]);
  await expect(state(page, 'The connection works')).toBeVisible(patient);
  await expect(page.getByText('A process on this machine simulates Microsoft')).toBeVisible();
  const identity = page.getByRole('region', { name: 'Tenant and app' });
  await expect(identity).toContainText('switched on');
  await expect(identity).toContainText('Microsoft lets approved compliance partners report iOS');
  await expect(page.getByRole('region', { name: 'Background tasks' })).toContainText('running');
});

test('a check goes through every step, and is there again later', async ({ page, own }) => {
  await own.join('Other MDM');
  await open(page);
  const steps = check(page).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Not checked' })).toHaveCount(11);
  const ok = steps.filter({ has: page.getByText('OK', { exact: true }) });
  // Until Entra shows what was written to a Windows device, there is none to try it with.
  await expect(async () => {
    await check(page).getByRole('button', { name: 'Check now' }).click();
    await expect(check(page).getByRole('status')).toContainText('All checks passed');
    await expect(ok.filter({ hasText: 'Write to a Windows device' })).toHaveCount(1, { timeout: 1000 });
  }).toPass(patient);
  await expect(ok).toHaveCount(10);
  await expect(steps.getByRole('link', { name: 'Test device' })).toBeVisible();
  const tags = steps.filter({ hasText: 'Read the extension attributes of a device' });
  await expect(tags).toContainText('Not needed, because the channel that uses it is off.');
  await page.reload();
  await expect(check(page).getByRole('status')).toContainText('Run by admin');
  await expect(ok).toHaveCount(10);
  const partner = steps.filter({ hasText: 'Partner state at Microsoft' });
  await expect(partner).toContainText('Other compliance partners of this tenant:');
  await expect(partner).toContainText('Other MDM enabled');
  await own.join();
});

test('a missing permission is named, with what to do and by whom', async ({ page, own }) => {
  await own.revoke('manage_partner_compliance_policy', 'DeviceManagementManagedDevices.Read.All');
  await open(page);
  await check(page).getByRole('button', { name: 'Check now' }).click();
  const permissions = check(page).getByRole('listitem').filter({ hasText: 'App permissions' });
  await expect(permissions).toContainText('Failed');
  await expect(permissions).toContainText('manage_partner_compliance_policy');
  await expect(permissions).toContainText('open App registrations, your app, API permissions');
  await expect(permissions).toContainText('Who can fix it: an Entra admin');
  const heartbeat = check(page).getByRole('listitem').filter({ hasText: 'Heartbeat' });
  await expect(heartbeat).toContainText('Insufficient privileges');
  await expect(heartbeat.getByRole('button', { name: 'Copy Microsoft’s request ID' })).toBeVisible();
  const read = check(page).getByRole('listitem').filter({ hasText: 'Read a device from Entra' });
  await expect(read).toContainText('Warning');
  await own.revoke();
});

test('a pause is told on every page, and ended from there', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Pause reporting' }).click();
  const pausing = page.getByRole('dialog', { name: 'Pause reporting?' });
  await expect(pausing).toContainText(/Managed devices affected: \d+/);
  await pausing.getByRole('textbox', { name: /Reason/ }).fill('maintenance');
  await pausing.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(state(page, 'Reporting is paused')).toContainText('Paused by admin');
  await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click();
  const notices = page.getByRole('region', { name: 'Notifications' });
  await expect(notices).toContainText('Reporting is paused');
  await expect(notices).toContainText('Paused by admin');
  await expect(notices.getByRole('link', { name: 'Details' })).toHaveAttribute('href', '/connection');
  await notices.getByRole('button', { name: 'Resume reporting' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(notices.getByText('Reporting is paused')).toHaveCount(0);
});

test('a resync asks first, by keyboard too, and shows how far it got', async ({ page }) => {
  await open(page);
  const resync = page.getByRole('button', { name: 'Resync…' });
  await resync.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Report every device again?' });
  await expect(dialog).toContainText(/All \d+ managed devices are reported to Microsoft again/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(resync).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Report all again' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'Resync started.' })).toBeVisible();
  const background = page.getByRole('region', { name: 'Background tasks' });
  await expect(background).toContainText(/finished .*, requested by admin/, patient);
  await expect(background).toContainText(/\d+ devices reached/);
});

test('what Microsoft refuses is told with cause, remedy and request ids, and passes once it is granted', async ({
  page,
  own,
}) => {
  test.setTimeout(180_000);
  await own.revoke('update_device_attributes');
  await open(page);
  await page.getByRole('button', { name: 'Resync…' }).click();
  await page.getByRole('button', { name: 'Report all again' }).click();
  const broken = state(page, 'The connection to Microsoft does not work');
  await expect(broken).toContainText('Missing permission: update_device_attributes', patient);
  await expect(broken).toContainText('Who can fix it: an Entra admin');
  await expect(broken).toContainText(/devices are in messages waiting to be sent/);
  const errors = page.getByRole('region', { name: 'Latest errors in calls to Microsoft' });
  await expect(errors.getByRole('listitem').first()).toContainText('HTTP 403');
  await expect(errors.getByRole('button', { name: 'Copy Our request ID' }).first()).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click();
  const notices = page.getByRole('region', { name: 'Notifications' });
  await expect(notices).toContainText('The connection to Microsoft does not work');
  await own.revoke();
  await expect(notices.getByText('The connection to Microsoft does not work')).toHaveCount(0, verySlow);
});

test('deprovisioning wants its word, and provisioning with resuming leads back', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  await page.getByRole('button', { name: 'Deprovision…' }).click();
  const submit = page.getByRole('button', { name: 'Pause and deprovision' });
  const word = page.getByRole('textbox', { name: 'Type deprovision to confirm' });
  await word.fill('deprovisoin');
  await submit.click();
  await expect(word).toHaveAccessibleDescription('Type it exactly as shown above.');
  await word.fill('deprovision');
  await submit.click();
  const switchedOff = state(page, 'Partner management is switched off');
  await expect(switchedOff).toContainText('Reporting is paused');
  await expect(page.getByRole('button', { name: 'Deprovision…' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Provision…', exact: true }).click();
  const on = page.getByRole('dialog', { name: 'Provision this tenant?' });
  await expect(on).toContainText('Reporting stays paused until you resume it.');
  await on.getByRole('button', { name: 'Provision', exact: true }).click();
  const done = page.getByRole('status').filter({ hasText: 'Partner management is switched on.' });
  await expect(done).toBeVisible();
  await page.getByRole('button', { name: 'Resume reporting' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(state(page, 'The connection works')).toBeVisible(patient);
});

test('what fails on the way is said in the dialog', async ({ page, own }) => {
  await own.revoke('manage_partner_compliance_policy');
  await open(page);
  await page.getByRole('button', { name: 'Provision…', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Provision this tenant?' });
  await dialog.getByRole('button', { name: 'Provision', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('That did not work. Microsoft refused the request.');
  await expect(dialog.getByRole('alert')).toContainText('Insufficient privileges');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await own.revoke();
});

test('what happens appears by itself within seconds, and nothing is asked while nothing happens', async ({
  page,
  own,
  request,
}) => {
  await open(page);
  await expect(state(page, 'The connection works')).toBeVisible(patient);
  const asked: string[] = [];
  page.on('request', (sent) => {
    // The browser itself looks for the icon when it likes: that is none of what the page asks.
    if (sent.resourceType() !== 'other') asked.push(new URL(sent.url()).pathname);
  });
  const headers = { authorization: `Bearer ${own.apiKey}` };
  await request.post('/api/v1/connection/pause', { headers });
  await expect(state(page, 'Reporting is paused')).toBeVisible({ timeout: 10_000 });
  // Devices that are still being reported change their counts meanwhile.
  const ofConnection = () => [...new Set(asked)].filter((path) => path.startsWith('/api/v1/connection'));
  await expect
    .poll(() => ofConnection().toSorted())
    .toEqual(['/api/v1/connection', '/api/v1/connection/channels']);
  await request.post('/api/v1/connection/resume', { headers });
  await expect(state(page, 'Reporting is paused')).toHaveCount(0, { timeout: 10_000 });
});

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

for (const [locale, run] of [
  ['en-US', 'Check now'],
  ['ja-JP', '今すぐ確認'],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('is accessible and fits, with failures to show', async ({ page, own }) => {
      await own.revoke('update_device_attributes');
      await page.goto('/connection');
      await page.getByRole('button', { name: run }).click();
      // The setup guide names it too, and is closed.
      const missing = page.getByText('update_device_attributes').filter({ visible: true });
      await expect(missing.first()).toBeVisible();
      await own.revoke();
      await expectAccessibleInAllSizes(page, { picture: `connection-${locale}` });
    });
  });
}
