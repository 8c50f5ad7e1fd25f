import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { product } from './kit/product.ts';

/** Whatever comes back for these very bytes, until the server ends the connection. */
async function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(product().url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('latin1');
  socket.write(bytes, 'latin1');
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text;
}

/** Sends the begin of a request, waits for `until` of the answer, and breaks the connection off. */
async function breakOff(bytes: string, until: RegExp | null = null): Promise<void> {
  const { hostname, port } = new URL(product().url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('latin1');
  await new Promise<void>((resolve) => socket.write(bytes, 'latin1', () => resolve()));
  let text = '';
  if (until !== null) {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      text += chunk;
      if (until.test(text)) break;
    }
  }
  socket.on('error', () => undefined);
  socket.resetAndDestroy();
}

const key = () => ({ authorization: `Bearer ${product().apiKey}` });
const webLog = () => readFile(join(product().dataDir, 'logs', 'web.log'), 'utf8');
/** What the log says from now on, once it says all that it has to say of what came before. */
async function logAfter(act: () => Promise<unknown>): Promise<string> {
  const before = (await webLog()).length;
  await act();
  const mark = `MARK${Date.now()} / HTTP/1.1\r\nhost: a\r\n\r\n`;
  await raw(mark);
  await expect.poll(async () => (await webLog()).slice(before)).toMatch(/could not be read|more times/);
  return (await webLog()).slice(before);
}

test('nobody writes the log or drives the terminal of whoever runs Tenko', async ({ request }) => {
  const hostile = '%0A%7B%22level%22:%22error%22,%22msg%22:%22forged%22%7D%1B%5B2J%E2%80%AE%E2%80%A8';
  const said = await logAfter(async () => {
    for (const path of [
      `/_next/image?url=%2Ficon.svg%23${hostile}&w=64&q=75`,
      `/${hostile}`,
      `/icon.svg?${hostile}`,
    ]) {
      await raw(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
    }
    await raw('GET /\u001b[2J HTTP/1.1\r\nhost: a\r\nuser-agent: \u009b31m\r\nconnection: close\r\n\r\n');
    await raw('GET / HTTP/1.1\r\nhost: a\r\nnext-action: \u009b31m\u001b\r\nconnection: close\r\n\r\n');
    await request.get('/sign-in?returnTo=%0Aforged%1B');
  });
  expect(said).not.toContain('forged');
  expect(said).toMatch(/^(?:[\u0020-\u007e\u00a0-\u{10ffff}]+\n)*$/u);
});

test('a flood of requests that cannot be used is summed up in the log, and audited in few events', async ({
  request,
}) => {
  const said = await logAfter(() =>
    Promise.all(
      Array.from({ length: 300 }, (_, count) =>
        raw(`GET /%E0%A4%A${count} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`),
      ),
    ),
  );
  expect(said.split('\n').filter((line) => line.includes('"event":"request.refused"')).length).toBeLessThan(
    50,
  );
  const audit = await request.get('/api/v1/audit-events?outcome=refused&limit=100', { headers: key() });
  const { items } = (await audit.json()) as { items: { details: { code?: string; cause?: string } }[] };
  const causes = items.map(({ details }) => details.cause);
  expect(causes).toContain('The path is not valid.');
  expect(causes.filter((cause) => cause === 'The path is not valid.').length).toBeLessThan(5);
});

test('who breaks off in the middle of anything is no error', async ({ request }) => {
  const head = `host: a\r\nauthorization: Bearer ${product().apiKey}\r\n`;
  const body = 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"a":';
  const said = await logAfter(async () => {
    for (const path of ['/api/v1/check-ins', '/api/v1/bulk-reports', '/api/auth/sandbox/authorize']) {
      await breakOff(`POST ${path} HTTP/1.1\r\n${head}${body}`);
    }
    for (const path of [
      '/api/v1/devices/export?format=csv',
      '/api/v1/entra-only-devices/export?format=csv',
      '/api/v1/reports/export?format=csv',
      '/api/v1/changes',
      '/api/v1/audit-events/export',
    ]) {
      await breakOff(`GET ${path} HTTP/1.1\r\n${head}\r\n`, /HTTP\/1\.1 200/);
    }
    await breakOff('GET /sign-in?error=failed HTTP/1.1\r\nhost: a\r\n\r\n');
    await breakOff('GET /devices HT');
    expect((await request.get('/api/health/ready')).status()).toBe(200);
  });
  expect(said).not.toContain('"level":"error"');
});

test('every page has a policy of contents, and says what browsers must not do with it', async () => {
  const get = (path: string, more = '') =>
    raw(`GET ${path} HTTP/1.1\r\nhost: ${new URL(product().url).host}\r\n${more}connection: close\r\n\r\n`);
  const expected: [string, number][] = [
    ['/sign-in', 200],
    ['/no/such/page', 404],
    ['/devices', 307],
    ['/%00', 400],
    ['/api/busy', 429],
    ['/api/nothing', 401],
    ['/_next/nothing', 404],
    ['/_next/static/nothing.js', 404],
    ['/icon.svg', 200],
  ];
  const answers = await Promise.all(
    expected.map(async ([path]) => {
      const answer = await get(path);
      const policies = answer.match(/^content-security-policy: .+$/gim)?.length ?? 0;
      return [path, Number(answer.slice(9, 12)), policies, /^x-content-type-options: nosniff/im.test(answer)];
    }),
  );
  expect(answers).toEqual(expected.map(([path, status]) => [path, status, 1, true]));
});

test('the sandbox’s own pages keep the policy that they come with, and its refusals have one', async ({
  request,
}) => {
  const begun = await request.get('/api/auth/entra', { maxRedirects: 0 });
  const page = await request.get(begun.headers().location ?? '');
  expect(page.ok()).toBe(true);
  expect(page.headers()['content-security-policy']).toContain('form-action');
  const other = await request.fetch('/api/auth/sandbox/authorize', { method: 'DELETE' });
  expect(other.headers()['content-security-policy']).toContain("default-src 'none'");
});

test('who offers another protocol, or breaks the grammar, is answered in HTTP/1.1', async () => {
  const h2c =
    'upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\nconnection: upgrade, http2-settings, close';
  expect(await raw(`GET /api/health/live HTTP/1.1\r\nhost: a\r\n${h2c}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw('TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 405 /);
});

/** How long a check-in takes, in ms: of several, the one in the middle. */
async function checkInMs(): Promise<number> {
  const took: number[] = [];
  for (let count = 0; count < 21; count += 1) {
    const device = { name: 'Flood', os: 'ios', osVersion: `26.${count}` };
    const checkIns = [{ externalId: 'FLOOD', checkedInAt: new Date().toISOString(), device }];
    const began = performance.now();
    const answer = await fetch(`${product().url}/api/v1/check-ins`, {
      method: 'POST',
      headers: { ...key(), 'content-type': 'application/json' },
      body: JSON.stringify({ checkIns }),
    });
    await answer.text();
    took.push(performance.now() - began);
    expect(answer.status).toBe(200);
  }
  return took.toSorted((a, b) => a - b)[10] ?? 0;
}

test('check-ins go on while somebody floods pages that need no sign-in', async () => {
  test.setTimeout(60_000);
  await checkInMs();
  const quiet = await checkInMs();
  let on = true;
  const statuses = new Set<number>();
  const flood = Array.from({ length: 16 }, async (_, client) => {
    for (let count = 0; on; count += 1) {
      const path = count % 2 === 0 ? `/sign-in?returnTo=%2F${client}-${count}` : `/nothing-${count}`;
      const answer = await fetch(product().url + path);
      await answer.text();
      statuses.add(answer.status);
    }
  });
  await expect.poll(() => statuses.size).toBeGreaterThan(0);
  const flooded = await checkInMs();
  on = false;
  await Promise.all(flood);
  expect([...statuses].filter((status) => ![200, 404, 503].includes(status))).toEqual([]);
  // Where each page were made at once, a check-in would wait for sixteen of them at every turn: thirty times as long.
  expect(flooded).toBeLessThan(Math.max(100, quiet * 8));
});
