import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EnvError, readEnv } from '#lib/env';
import { addNewerKey, dropOlderKeys, readKeys } from './key-file.ts';
import { openSecretBox } from './secret-box.ts';

let folder: string;
let keyFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenko-secrets-'));
  keyFile = join(folder, 'data', 'secret-key');
});
afterEach(() => rm(folder, { recursive: true }));

const key = (byte: number) => Buffer.alloc(32, byte);

test('a secret opens in its place, and nowhere else', async () => {
  const box = openSecretBox({ keys: [key(1)], keyFile });
  const sealed = await box.seal('pässword', 'source/1/password');
  expect(sealed).toMatch(/^1\.[\da-f]{16}\.[\w-]+$/);
  expect(await box.open(sealed, 'source/1/password')).toBe('pässword');
  expect(await box.open(sealed, 'source/2/password')).toBeNull();
  expect(await box.seal('pässword', 'source/1/password')).not.toBe(sealed);
  const [version, id, body = ''] = sealed.split('.');
  const changed = `${version}.${id}.${body.startsWith('A') ? 'B' : 'A'}${body.slice(1)}`;
  for (const damaged of [changed, `${version}.${id}.`, '', 'x', `2.${id}.${body}`]) {
    expect(await box.open(damaged, 'source/1/password')).toBeNull();
  }
});

test('another key opens nothing, and a former key still does', async () => {
  const former = openSecretBox({ keys: [key(1)], keyFile });
  const sealed = await former.seal('s', 'p');
  expect(await openSecretBox({ keys: [key(2)], keyFile }).open(sealed, 'p')).toBeNull();
  const both = openSecretBox({ keys: [key(2), key(1)], keyFile });
  expect(await both.open(sealed, 'p')).toBe('s');
  expect(await both.isOutdated(sealed)).toBe(true);
  expect(await both.isOutdated(await both.seal('s', 'p'))).toBe(false);
});

test('the key file is made once, however many begin at once, for its owner only', async () => {
  const boxes = Array.from({ length: 20 }, () => openSecretBox({ keys: [], keyFile }));
  const sealed = await Promise.all(boxes.map((box) => box.seal('s', 'p')));
  expect(await readdir(join(folder, 'data'))).toEqual(['secret-key']);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect(await readKeys(keyFile)).toHaveLength(1);
  for (const one of sealed) expect(await boxes[0]?.open(one, 'p')).toBe('s');
});

test('a box sees a rotation of another process', async () => {
  const box = openSecretBox({ keys: [], keyFile });
  const before = await box.seal('s', 'p');
  await addNewerKey(keyFile);
  const after = await box.seal('s', 'p');
  expect(await Promise.all([before, after].map((one) => box.open(one, 'p')))).toEqual(['s', 's']);
  expect([await box.isOutdated(before), await box.isOutdated(after)]).toEqual([true, false]);
  await dropOlderKeys(keyFile);
  expect(await Promise.all([before, after].map((one) => box.open(one, 'p')))).toEqual([null, 's']);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect((await readFile(keyFile, 'utf8')).trim().split('\n')).toHaveLength(1);
});

test('a damaged key file is said plainly', async () => {
  const file = join(folder, 'key');
  await writeFile(file, 'no key\n');
  await expect(openSecretBox({ keys: [], keyFile: file }).seal('s', 'p')).rejects.toThrow(/is damaged/);
});

test('TENKO_SECRET_KEY is base64 or hexadecimal, one or several', () => {
  const read = (TENKO_SECRET_KEY: string) => readEnv({ TENKO_SECRET_KEY }).sources.secretKeys;
  expect(read('')).toEqual([]);
  expect(read('ab'.repeat(32))).toEqual([key(0xab)]);
  expect(read(key(7).toString('base64'))).toEqual([key(7)]);
  expect(read(`${key(7).toString('base64url')}, ${'AB'.repeat(32)}`)).toEqual([key(7), key(0xab)]);
  for (const bad of ['short', 'ab'.repeat(31), 'zz'.repeat(32), `${'ab'.repeat(32)},`]) {
    expect(() => read(bad)).toThrow(EnvError);
    expect(() => read(bad)).toThrow(/^TENKO_SECRET_KEY is not usable: it must be 32 bytes in base64 .*\.$/);
  }
});
