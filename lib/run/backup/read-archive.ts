import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import {
  type Checksums,
  checksumsName,
  checksumsSchema,
  formatVersion,
  type Manifest,
  manifestName,
  manifestSchema,
  tableOfPart,
} from './backup-format.ts';
import { type BackupKeys, decrypt, isEncrypted } from './encryption.ts';

const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** The file is not a backup, or not one that this version can read. The message is one line. */
export class UnusableBackup extends Error {
  override name = 'UnusableBackup';
}

/** What is done with the contents of a backup, in their order. */
export interface BackupVisitor {
  part?(table: string, content: Buffer): Promise<void>;
}

/**
 * Reads a backup from its beginning to its end, and checks that all of it is there as it was written. Throws UnusableBackup with one
 * line where it is not; what the visitor throws is passed on.
 */
export async function walkBackup(
  file: string,
  keys: BackupKeys,
  visitor: BackupVisitor = {},
): Promise<{ manifest: Manifest; checksums: Checksums }> {
  const walk = new Walk(visitor);
  for await (const { name, content } of entriesOf(file, keys)) await walk.take(name, content);
  return walk.end();
}

class Walk {
  readonly #visitor: BackupVisitor;
  readonly #sums = new Map<string, { bytes: number; hash: ReturnType<typeof createHash> }>();
  #manifest: { manifest: Manifest; sha256: string } | null = null;
  #checksums: Checksums | null = null;

  constructor(visitor: BackupVisitor) {
    this.#visitor = visitor;
  }

  async take(name: string, content: Buffer): Promise<void> {
    if (this.#manifest === null) {
      this.#manifest = { manifest: manifestOf(name, content), sha256: sha256(content) };
    } else if (this.#checksums !== null) throw damaged(`${name} follows its end`);
    else if (name === checksumsName) this.#checksums = checksumsSchema.parse(parseJson(content));
    else await this.#part(this.#manifest.manifest, name, content);
  }

  async #part(manifest: Manifest, name: string, content: Buffer): Promise<void> {
    const table = tableOfPart(name);
    if (table === null || !manifest.tables.some((one) => one.name === table)) {
      throw damaged(`it has an unknown entry ${name}`);
    }
    const sum = this.#sums.get(table) ?? { bytes: 0, hash: createHash('sha256') };
    this.#sums.set(table, sum);
    sum.bytes += content.length;
    sum.hash.update(content);
    await this.#visitor.part?.(table, content);
  }

  end(): { manifest: Manifest; checksums: Checksums } {
    const [manifest, checksums] = [this.#manifest, this.#checksums];
    if (manifest === null || checksums === null) throw damaged('it is cut off');
    if (checksums.manifest !== manifest.sha256) throw damaged('its manifest was changed');
    for (const { name } of manifest.manifest.tables) {
      const found = this.#sums.get(name);
      const { bytes = 0, hash = createHash('sha256') } = found ?? {};
      const wanted = checksums.tables[name];
      if (wanted === undefined || wanted.bytes !== bytes || wanted.sha256 !== hash.digest('hex')) {
        throw damaged(`the rows of ${name} are not those that were written`);
      }
    }
    return { manifest: manifest.manifest, checksums };
  }
}

function manifestOf(name: string, content: Buffer): Manifest {
  if (name !== manifestName) throw new UnusableBackup('The file is not a backup of Tenko.');
  const json = parseJson(content) as { format?: unknown; formatVersion?: unknown };
  if (json?.format !== 'tenko-backup') throw new UnusableBackup('The file is not a backup of Tenko.');
  if (Number(json.formatVersion) > formatVersion) {
    throw new UnusableBackup(
      'The backup was made by a newer version of Tenko: restore it with that version.',
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw damaged('its manifest cannot be read');
  return parsed.data;
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw damaged('an entry of it cannot be read');
  }
}

function damaged(why: string): UnusableBackup {
  return new UnusableBackup(`The backup is damaged: ${why}. Nothing was restored from it.`);
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

interface Entry {
  name: string;
  content: Buffer;
}

async function* entriesOf(file: string, keys: BackupKeys): AsyncGenerator<Entry> {
  const tar = extract();
  const plain = await openPlain(file, keys);
  const reading = pipeline(plain, createZstdDecompress(), tar as unknown as NodeJS.WritableStream);
  reading.catch((error: Error) => tar.destroy(error));
  const entries = tar[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextEntry(entries);
      if (next === null) break;
      yield next;
    }
    await reading.catch(() => {
      throw damaged('it is cut off');
    });
  } finally {
    tar.destroy();
    plain.destroy();
    await reading.catch(() => undefined);
  }
}

/** Null: that was the last. */
async function nextEntry(
  entries: AsyncIterator<AsyncIterable<unknown> & { header: { name: string } }>,
): Promise<Entry | null> {
  try {
    const { done, value } = await entries.next();
    if (done) return null;
    const parts: Buffer[] = [];
    for await (const part of value) parts.push(part as Buffer);
    return { name: value.header.name, content: Buffer.concat(parts) };
  } catch {
    throw damaged('it is cut off or was changed');
  }
}

async function openPlain(file: string, keys: BackupKeys): Promise<Readable> {
  const start = await readStart(file);
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 });
  if (isEncrypted(start)) return decrypt(stream, keys);
  if (start.subarray(0, zstdMagic.length).equals(zstdMagic)) return stream;
  stream.destroy();
  throw new UnusableBackup('The file is not a backup of Tenko.');
}

async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new UnusableBackup(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${error.code}).`,
    );
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
