import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { createSignInLink } from '#lib/auth/sign-in-link';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute, origin } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
});
afterAll(() => web.close());

async function signIn(): Promise<string[]> {
  const link = new URL(await createSignInLink(db, { url: origin, now: new Date() }));
  const { headers } = await callRoute('GET', link.pathname + link.search);
  return headers.getSetCookie();
}

test('what an admin chose in one browser is set in the next one that signs in', async () => {
  const first = await signIn();
  expect(first).toHaveLength(1);
  const headers = { cookie: first[0]?.split(';')[0] ?? '', origin };
  const put = (body: object) => callRoute('PUT', '/api/v1/preferences', { headers, body });
  await put({ locale: 'ja', timeZoneChoice: 'Asia/Tokyo', theme: 'dark' });
  expect((await put({ theme: null })).json).toEqual({ locale: 'ja', timeZoneChoice: 'Asia/Tokyo' });
  expect((await callRoute('GET', '/api/v1/preferences', { headers })).json).toMatchObject({ locale: 'ja' });
  const cookies = (await signIn()).map((cookie) => cookie.split(';')[0]);
  expect(cookies.slice(1).toSorted()).toEqual([
    'tenko_locale=ja',
    'tenko_time_zone=Asia%2FTokyo',
    'tenko_time_zone_choice=Asia%2FTokyo',
  ]);
});

test.each([
  [{ timeZoneChoice: 'Mars/Olympus' }, 'timeZoneChoice'],
  [{ locale: 'not a language' }, 'locale'],
  [{ theme: 'pink' }, 'theme'],
  [{ colour: 'red' }, 'colour'],
])('%j is refused by name', async (body, path) => {
  const { key } = await createApiKey(db, {
    name: 'reader',
    feed: null,
    scopes: ['devices:read'],
    now: new Date(),
  });
  const { status, json } = await callRoute('PUT', '/api/v1/preferences', { headers: bearer(key), body });
  expect([status, json.errors[0].path]).toEqual([400, path]);
});
