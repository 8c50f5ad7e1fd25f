import { expect, type Page } from '@playwright/test';
import { expectAccessibleInAllSizes } from '../kit/expect-accessible.ts';
import { test } from '../kit/own-product.ts';
import { open, patient, state } from './connection-page.ts';

const verySlow = { timeout: 120_000 };

test.describe.configure({ mode: 'serial' });
const check = (page: Page) => page.getByRole('region', { name: 'Check connection' });

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
