import type { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { pack } from 'tar-stream';
import { type BackupKeys, encryptionOf } from './encryption.ts';

export interface ArchiveWriter {
  /** Resolves when there is room for the next entry */
  add(name: string, content: Buffer): Promise<void>;
  /** Resolves when all is written */
  finish(): Promise<void>;
  /** Ends with an error: what is written is of no use */
  abandon(error: Error): Promise<void>;
}

/** A tar archive, compressed with zstd, then encrypted with age if there is a key for that. */
export function writeArchive(out: Writable, keys: BackupKeys, at: Date): ArchiveWriter {
  const tar = pack();
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const encrypt = encryptionOf(keys);
  // tar-stream has streams of another make: what they hand on is the same.
  const source = tar as unknown as Readable;
  const done =
    encrypt === null
      ? pipeline(source, compress, out)
      : encryptTo(encrypt, pipelineStart(source, compress), out);
  // Whoever adds an entry is told; nobody may be waiting here yet.
  done.catch((error: Error) => tar.destroy(error));
  return {
    add: (name, content) =>
      new Promise((resolve, reject) => {
        const header = { name, size: content.length, mode: 0o600, mtime: at };
        const entry = tar.entry(header, (error) => (error ? reject(error) : resolve()));
        entry.end(content);
      }),
    finish: async () => {
      tar.finalize();
      await done;
    },
    abandon: async (error) => {
      tar.destroy(error);
      await done.catch(() => undefined);
    },
  };
}

/** A failure at the source ends what reads from it, too. */
function pipelineStart(source: Readable, compress: Transform): Transform {
  pipeline(source, compress).catch((error: Error) => compress.destroy(error));
  return compress;
}

async function encryptTo(
  encrypt: (plain: Readable) => Promise<Readable>,
  plain: Readable,
  out: Writable,
): Promise<void> {
  await pipeline(await encrypt(plain), out);
}
