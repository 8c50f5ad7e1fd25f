import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dataPaths } from '../lib/paths.ts';
import { sandboxSettings } from '../lib/sandbox/identity.ts';
import { product } from './kit/product.ts';

test('no secret stands in any log, whatever is done with it', async ({ browser, context, page }) => {
  const { apiKey, dataDir, newSignInLink } = product();
  const link = await newSignInLink();
  const admin = { authorization: `Bearer ${apiKey}` };
  const made = await page.request.post('/api/v1/api-keys', {
    headers: admin,
    data: { name: 'secret', scopes: ['devices:read'] },
  });
  const { key, id } = (await made.json()) as { key: string; id: string };
  const wrong = `${key.slice(0, -6)}wrong1`;
  for (const given of [key, wrong]) {
    await page.request.get('/api/v1/devices', { headers: { authorization: `Bearer ${given}` } });
    await page.request.post('/api/v1/check-ins', {
      headers: { authorization: `Bearer ${given}`, 'content-type': 'application/json' },
      data: `{"password":"${given}`,
    });
  }
  await page.request.delete(`/api/v1/api-keys/${id}`, { headers: admin });
  const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  await elsewhere.request.get(link);
  await elsewhere.request.get(link);
  await elsewhere.request.get(
    '/api/auth/callback?code=code-that-nobody-may-see&state=state-that-nobody-may-see',
  );
  await page.goto('/devices');
  const cookies = [...(await context.cookies()), ...(await elsewhere.cookies())];
  await elsewhere.close();
  const sessions = cookies.filter(({ name }) => name.endsWith('tenko_session')).map(({ value }) => value);
  expect(sessions.length).toBeGreaterThan(1);
  const paths = dataPaths(dataDir);
  const secrets = {
    'the key of the environment': apiKey,
    'a key': key,
    'a wrong key': wrong,
    'a sign-in link': new URL(link).searchParams.get('token') ?? '',
    'a code': 'code-that-nobody-may-see',
    'the password of the database': (await readFile(paths.databasePassword, 'utf8')).trim(),
    'the secret of the app': sandboxSettings('https://localhost').clientSecret,
    ...Object.fromEntries(sessions.map((value, index) => [`session ${index}`, value])),
  };
  const files = await readdir(paths.logs);
  expect(files).toEqual(expect.arrayContaining(['web.log', 'worker.log', 'sandbox.log']));
  for (const file of files) {
    const text = await readFile(join(paths.logs, file), 'utf8');
    const found = Object.entries(secrets).filter(([, secret]) => text.includes(secret));
    expect([file, found.map(([name]) => name)]).toEqual([file, []]);
  }
});
