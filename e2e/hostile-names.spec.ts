import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { product } from './kit/product.ts';

const attacks = [
  '<img src=x onerror="window.wasRun=true">',
  '"><script>window.wasRun=true</script>',
  '</script><svg onload="window.wasRun=true">',
  "javascript:window.wasRun=true//'",
] as const;
/** Ends an isolation that is not its own, and turns round all that follows */
const turned = '\u2069\u202edne';
const admin = () => ({ authorization: `Bearer ${product().apiKey}` });

/** A device whose every text is an attack. Answers its id. */
async function checkIn(page: Page, mark: string, key = product().apiKey): Promise<string> {
  const answer = await page.request.post('/api/v1/check-ins', {
    headers: { authorization: `Bearer ${key}` },
    data: {
      checkIns: [
        {
          externalId: `${mark} ${attacks[0]}`,
          checkedInAt: new Date().toISOString(),
          device: {
            name: `${mark} ${attacks[1]} ${turned}`,
            os: 'ios',
            osVersion: attacks[0],
            model: attacks[2],
            manufacturer: attacks[1],
            serialNumber: attacks[0],
          },
          user: { principalName: `${mark}@example.com`, displayName: `${attacks[2]} ${turned}` },
          violations: [{ policy: `${attacks[0]} ${mark}`, action: 'block' }],
          azure: { deviceId: randomUUID(), clientStatusCode: 'Success' },
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
  const key = {
    name: `${mark} ${attacks[1]}`,
    scopes: ['check-ins:write'],
    feed: `${mark} ${attacks[2]}`,
  };
  expect((await page.request.post('/api/v1/api-keys', { headers: admin(), data: key })).ok()).toBe(true);
  page.on('dialog', (dialog) => {
    throw new Error(`a name opened a dialog: ${dialog.message()}`);
  });
  const bulk = await page.request.post('/api/v1/bulk-reports', {
    headers: admin(),
    data: { filter: { q: mark, policy: [`${attacks[0]} ${mark}`] } },
  });
  const reports = `/api/v1/devices/${id}/reports`;
  const reportOf = async () =>
    (await (await page.request.get(reports, { headers: admin() })).json()).items[0]?.id;
  await expect.poll(reportOf).toBeTruthy();
  for (const path of [
    `/devices?q=${mark}`,
    `/devices?policy=${encodeURIComponent(attacks[0])}`,
    `/devices/${id}`,
    `/users/${mark}@example.com`,
    `/find?userPrincipalName=${encodeURIComponent(attacks[0])}`,
    `/bulk-actions/${(await bulk.json()).id}`,
    '/api-keys',
    '/audit',
    '/overview',
    '/reports',
    `/reports/${await reportOf()}`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    // Neither run nor even made: the policy of contents is the second wall, and not looked at here.
    const made = await page.evaluate(() => [
      'wasRun' in window,
      document.querySelectorAll('img[src="x"], [onload], [onerror], a[href^="javascript:"]').length,
    ]);
    expect([path, made]).toEqual([path, [false, 0]]);
  }
  await page.goto(`/devices?q=${mark}`);
  await expect(page.getByText(`${mark} ${attacks[1]}`).first()).toBeVisible();
  await page.goto(`/devices/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(attacks[1]);
  await expect(page.getByText(attacks[0]).first()).toBeVisible();
});

/** Of the texts in an element, each as it is read from left to right: where its first and its last letter stand. */
function spans(element: Element): { text: string; first: number; last: number }[] {
  const found: { text: string; first: number; last: number }[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    if (text.trim() === '' || !node.parentElement?.checkVisibility()) continue;
    const leftOf = (at: number) => {
      const range = document.createRange();
      range.setStart(node as Text, at);
      range.setEnd(node as Text, at + 1);
      return range.getBoundingClientRect().left;
    };
    found.push({ text, first: leftOf(text.search(/\S/)), last: leftOf(text.trimEnd().length - 1) });
  }
  return found;
}

test('letters that are turned round end with the name, and turn nothing of ours', async ({ page }) => {
  const mark = `bidi-${randomUUID().slice(0, 8)}`;
  const { key } = await (
    await page.request.post('/api/v1/api-keys', {
      headers: admin(),
      data: { name: `${mark} ${turned}`, scopes: ['check-ins:write'], feed: `${mark} ${turned}` },
    })
  ).json();
  const id = await checkIn(page, mark, key);
  await expect
    .poll(async () => {
      const path = `/api/v1/devices/${id}/reports`;
      return (await (await page.request.get(path, { headers: admin() })).json()).items.length;
    })
    .toBeGreaterThan(0);

  await page.goto('/reports');
  // "feed · external id": behind a feed that turns letters round, the dot and the id still stand to its right.
  const line = page
    .getByRole('row')
    .filter({ hasText: mark })
    .first()
    .locator('span')
    .filter({ hasText: ' · ' });
  const [feed, dot, externalId] = await line.evaluate(spans);
  expect([feed?.text, dot?.text.trim(), externalId?.text].join(' ')).toContain(mark);
  expect(dot?.first).toBeGreaterThan(feed?.last ?? Number.POSITIVE_INFINITY);
  expect(externalId?.first).toBeGreaterThan(dot?.first ?? Number.POSITIVE_INFINITY);

  for (const path of [`/devices?q=${mark}`, `/devices/${id}`, '/reports', '/api-keys', '/audit']) {
    await page.goto(path);
    await expect(page.getByText(mark).first()).toBeVisible();
    // A control that still stands is kept in by a box of its own; a mere <bdi> ends at the first U+2069.
    const loose = await page.evaluate(() => {
      const found: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!/[\u202a-\u202e\u2066-\u2069]/.test(node.textContent ?? '')) continue;
        if (!element?.checkVisibility() || element.closest('script')) continue;
        if (getComputedStyle(element).display !== 'inline-block') found.push(element.outerHTML);
      }
      return found;
    });
    expect([path, loose]).toEqual([path, []]);
    const titles = await page
      .locator('[title], [aria-label]')
      .evaluateAll((elements) =>
        elements
          .map((element) => `${element.getAttribute('title')}${element.getAttribute('aria-label')}`)
          .filter((text) => /[\u202a-\u202e\u2066-\u2069]/.test(text)),
      );
    expect([path, titles]).toEqual([path, []]);
    expect(await page.title()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  }
});

test('a name that nobody could see or click on gives way to the external id, with a warning', async ({
  page,
}) => {
  for (const name of ['\u200b\u2060', '\u202e\u2066', '\u3164', '\u00ad']) {
    const answer = await page.request.post('/api/v1/check-ins', {
      headers: admin(),
      data: {
        checkIns: [
          {
            externalId: 'unseen',
            checkedInAt: new Date().toISOString(),
            device: { name, os: 'ios', osVersion: '26' },
          },
        ],
      },
    });
    const [result] = (await answer.json()).results;
    expect(result.outcome).not.toBe('rejected');
    const warned = new Set(result.warnings.map(({ path }: { path: string }) => path));
    expect([...warned]).toEqual(['device.name']);
    const read = await page.request.get(`/api/v1/devices/${result.deviceId}`);
    expect((await read.json()).name).toBe('unseen');
  }
});
