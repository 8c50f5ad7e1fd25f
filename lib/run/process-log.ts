import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const maxBytes = 10 * 1024 * 1024;

/** A child's log file: at a start, one that grew large becomes the older one. */
export async function openProcessLog(path: string) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maxBytes) await rename(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined);
  return {
    /** Copies each line to the file, and hands it on. */
    follow(source: Readable, onLine: (line: string) => void): void {
      createInterface({ input: source }).on('line', (line) => {
        stream.write(`${line}\n`);
        onLine(line);
      });
    },
  };
}

/** What of a line of a log is worth the console: warnings and worse, in one line. Null: nothing. */
export function worthShowing(line: string): string | null {
  if (!line.startsWith('{')) return null;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('level' in entry) || !('msg' in entry)) return null;
    if (entry.level !== 'warn' && entry.level !== 'error' && entry.level !== 'fatal') return null;
    const cause =
      'err' in entry && entry.err instanceof Object && 'message' in entry.err ? `: ${entry.err.message}` : '';
    return `${entry.level}: ${entry.msg}${cause}`.replace(/\s+/g, ' ');
  } catch {
    return null;
  }
}
