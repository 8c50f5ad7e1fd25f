import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The keys of a file, a line each, the newest first; none: there is no file. Throws where it cannot be read. */
export async function readKeys(file: string): Promise<Buffer[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const keys = text.split('\n').flatMap((line) => (line === '' ? [] : [Buffer.from(line, 'base64')]));
  if (keys.every((key) => key.length === 32)) return keys;
  throw new Error(
    `${file} is damaged: each line must be a key of 32 bytes in base64. Restore it from a backup.`,
  );
}

/** Makes the file with a first key, unless another process is faster. Returns the key that counts. */
export async function addKey(file: string): Promise<Buffer> {
  const whole = await writeBeside(file, [randomBytes(32)]);
  try {
    // Unlike a rename, this never replaces the file of another process.
    await link(whole, file);
    await syncFolder(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(whole, { force: true });
  }
  const [key] = await readKeys(file);
  if (key === undefined) throw new Error(`${file} has no key.`);
  return key;
}

/** Puts a new key before the others. */
export async function addNewerKey(file: string): Promise<void> {
  await replaceKeys(file, [randomBytes(32), ...(await readKeys(file))]);
}

/** Leaves only the newest key. */
export async function dropOlderKeys(file: string): Promise<void> {
  const [newest] = await readKeys(file);
  if (newest !== undefined) await replaceKeys(file, [newest]);
}

/** The file has the former keys or these, whenever the machine stops. */
async function replaceKeys(file: string, keys: readonly Buffer[]): Promise<void> {
  await rename(await writeBeside(file, keys), file);
  await syncFolder(file);
}

async function writeBeside(file: string, keys: readonly Buffer[]): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const path = `${file}.${randomUUID()}`;
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(keys.map((key) => `${key.toString('base64')}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return path;
}

async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
