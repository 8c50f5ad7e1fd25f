import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { placeOfSecret, putSecrets, selectSecrets } from '#lib/db/sources/source-secrets';
import { insertSource } from '#lib/db/sources/sources';
import { openTestDatabase } from '#lib/test-kit/test-database';
import * as keyFiles from './key-file.ts';
import { rotateSecretKey } from './rotate-secret-key.ts';
import { openSecretBox } from './secret-box.ts';

let world: Awaited<ReturnType<typeof openTestDatabase>>;
let db: Database;
let folder: string;
let keyFile: string;
const now = new Date();
const sourceId = uuidv7();

beforeAll(async () => {
  world = await openTestDatabase();
  ({ db } = world);
  folder = await mkdtemp(join(tmpdir(), 'tenko-rotate-'));
  keyFile = join(folder, 'secret-key');
  await db.pool.feed.create({ data: { name: 'f' } });
  const address = { name: 's', kind: 'fleet', url: 'https://a.example', settings: {}, feed: 'f' } as const;
  const times = { observeOnly: false, everyMinutes: 15, fullWalkHour: 2, enabled: false, nextRunAt: null };
  await insertSource(db.pool, { id: sourceId, ...address, ...times, at: now, by: 'test' });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

const open = async (box = openSecretBox({ keys: [], keyFile })) =>
  Promise.all((await selectSecrets(db.pool)).map((one) => box.open(one.sealed, placeOfSecret(one))));

async function seal(names: string[]): Promise<void> {
  const box = openSecretBox({ keys: [], keyFile });
  for (const name of names) {
    const place = placeOfSecret({ sourceId, name });
    await putSecrets(db.pool, [{ sourceId, name, sealed: await box.seal(`of ${name}`, place) }]);
  }
}

test('all secrets are encrypted with a new key, and the former one is forgotten', async () => {
  await seal(['a', 'b', 'c']);
  const before = await selectSecrets(db.pool);
  const [former] = await keyFiles.readKeys(keyFile);
  expect(await rotateSecretKey(db, { keys: [], keyFile }, now)).toEqual({ rotated: 3, unreadable: 0 });
  const keys = await keyFiles.readKeys(keyFile);
  expect(keys).toHaveLength(1);
  expect(keys[0]).not.toEqual(former);
  expect(await open()).toEqual(['of a', 'of b', 'of c']);
  const after = await selectSecrets(db.pool);
  expect(after.map(({ sealed }) => sealed)).not.toEqual(before.map(({ sealed }) => sealed));
});

test('a rotation that is cut off loses nothing, and the next one ends it', async () => {
  // After the new key is in the file
  const transaction = vi.spyOn(db, 'transaction').mockRejectedValueOnce(new Error('killed'));
  await expect(rotateSecretKey(db, { keys: [], keyFile }, now)).rejects.toThrow('killed');
  transaction.mockRestore();
  expect(await keyFiles.readKeys(keyFile)).toHaveLength(2);
  expect(await open()).toEqual(['of a', 'of b', 'of c']);
  const [newer] = await keyFiles.readKeys(keyFile);
  await seal(['c']);
  expect(await rotateSecretKey(db, { keys: [], keyFile }, now)).toEqual({ rotated: 2, unreadable: 0 });
  expect(await keyFiles.readKeys(keyFile)).toEqual([newer]);
  expect(await open()).toEqual(['of a', 'of b', 'of c']);
});

test('secrets move from the file to a key of the environment', async () => {
  const keys = [Buffer.alloc(32, 7)];
  expect(await rotateSecretKey(db, { keys, keyFile }, now)).toEqual({ rotated: 3, unreadable: 0 });
  const other = join(folder, 'none');
  expect(await open(openSecretBox({ keys, keyFile: other }))).toEqual(['of a', 'of b', 'of c']);
  const lost = { keys: [Buffer.alloc(32, 8)], keyFile: other };
  expect(await rotateSecretKey(db, lost, now)).toEqual({ rotated: 0, unreadable: 3 });
});
