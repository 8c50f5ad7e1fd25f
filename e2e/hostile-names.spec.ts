import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { product } from './product.ts';

const attacks = [
  '<img src=x onerror="window.wasRun=true">',
  '"><script>window.wasRun=true</script>',
  '</script><svg onload="window.wasRun=true">',
  "javascript:window.wasRun=true//'",
] as const;
const rightToLeft = '\u202e';
const admin = () => ({ authorization: `Bearer ${product().apiKey}` });

/** A device whose every text is an attack. Answers its id. */
async function checkIn(page: Page, mark: string): Promise<string> {
  const answer = await page.request.post('/api/v1/check-ins', {
    headers: admin(),
    data: {
      checkIns: [
        {
          externalId: `${mark} ${attacks[0]}`,
          checkedInAt: new Date().toISOString(),
          device: {
            name: `${mark} ${attacks[1]} ${rightToLeft}dne`,
            os: 'ios',
            osVersion: attacks[0],
            model: attacks[2],
            manufacturer: attacks[1],
            serialNumber: attacks[0],
          },
          user: { principalName: `${mark}@example.com`, displayName: `${attacks[2]} ${rightToLeft}resu` },
          violations: [{ policy: `${attacks[0]} ${mark}`, action: 'block' }],
          azure: { deviceId: randomUUID(), clientStatusCode: 'User_Canceled' },
        },
      ],
    },
  });
  const [result] = (await answer.json()).results;
  expect(result).toMatchObject({ outcome: 'created' });
  return result.deviceId;
}

test('names that are attacks are shown as the text that they are, on every page that shows them', async ({
  page,
}) => {
  const mark = `evil-${randomUUID().slice(0, 8)}`;
  const id = await checkIn(page, mark);
  const view = {
    name: `${mark} ${attacks[0]}`,
    shared: true,
    query: { filter: { q: mark }, sort: 'name' },
  };
  expect((await page.request.post('/api/v1/views', { headers: admin(), data: view })).ok()).toBe(true);
  const key = { name: `${mark} ${attacks[1]}`.slice(0, 100), scopes: ['devices:read'] };
  expect((await page.request.post('/api/v1/api-keys', { headers: admin(), data: key })).ok()).toBe(true);
  page.on('dialog', (dialog) => {
    throw new Error(`a name opened a dialog: ${dialog.message()}`);
  });
  for (const path of [
    `/devices?q=${mark}`,
    `/devices/${id}`,
    '/api-keys',
    '/audit',
    '/overview',
    '/reports',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect([path, await page.evaluate(() => 'wasRun' in window)]).toEqual([path, false]);
  }
  await page.goto(`/devices?q=${mark}`);
  await expect(page.getByText(`${mark} ${attacks[1]}`).first()).toBeVisible();
  await page.goto(`/devices/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(attacks[1]);
  await expect(page.getByText(attacks[0]).first()).toBeVisible();
});

test('letters that are turned round end with the name, and turn nothing of ours', async ({ page }) => {
  const mark = `bidi-${randomUUID().slice(0, 8)}`;
  const id = await checkIn(page, mark);
  for (const path of [`/devices?q=${mark}`, `/devices/${id}`]) {
    await page.goto(path);
    await expect(page.getByText(mark).first()).toBeVisible();
    // Where the control still stands, something that isolates it does, too.
    const loose = await page.evaluate((control) => {
      const found: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.textContent?.includes(control) || !element?.checkVisibility()) continue;
        const isolated = element.closest('bdi') ?? element;
        if (!getComputedStyle(isolated).unicodeBidi.includes('isolate')) found.push(element.outerHTML);
      }
      return found;
    }, rightToLeft);
    expect([path, loose]).toEqual([path, []]);
  }
});
