import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnv } from '#lib/env';
import { dataPaths } from '#lib/paths';
import { planSandbox } from './service-plans.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-plans-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('with the sandbox, authorities that were named are trusted still', async () => {
  const own = (await planSandbox(readEnv({}), dataPaths(dir))).clientEnv.NODE_EXTRA_CA_CERTS ?? '';
  const sandbox = await readFile(own, 'utf8');
  const named = join(dir, 'corporate.pem');
  await writeFile(named, '-----BEGIN CERTIFICATE-----\nours\n-----END CERTIFICATE-----\n');
  const { clientEnv } = await planSandbox(readEnv({ NODE_EXTRA_CA_CERTS: named }), dataPaths(dir));
  const both = await readFile(clientEnv.NODE_EXTRA_CA_CERTS ?? '', 'utf8');
  expect(both).toContain(sandbox);
  expect(both).toContain('ours');
});
