import type { Readable } from 'node:stream';
import { printable } from '#lib/domain/text/shown-text';
import { CleanLines } from './clean-lines.ts';
import { messageOf, readEntry } from './repeated-lines.ts';
import { RotatingFile } from './rotating-file.ts';

/** The log of a child process: a file of bounded size, for whatever the child prints. */
export class ProcessLog {
  readonly #file: RotatingFile;

  constructor(path: string) {
    this.#file = new RotatingFile(path);
  }

  /** Copies each line to the file, and hands it on. */
  follow(source: Readable, onLine: (line: string) => void = () => undefined): void {
    const lines = new CleanLines((line) => {
      this.#file.write(`${line}\n`);
      onLine(line);
    });
    source.setEncoding('utf8');
    source.on('data', (text: string) => lines.write(text));
    source.once('error', () => undefined);
    source.once('close', () => lines.end());
  }

  close(): void {
    this.#file.close();
  }
}

/** What of a line of a log is worth the console: warnings and worse, in one line. Null: nothing. */
export function worthShowing(line: string): string | null {
  const entry = readEntry(line);
  if (entry === null || !['warn', 'error', 'fatal'].includes(String(entry.level))) return null;
  const cause = messageOf(entry.err);
  return printable(`${entry.level}: ${entry.msg}${cause === '' ? '' : `: ${cause}`}`.replace(/\s+/g, ' '));
}

/** The same, and whatever is no entry of a log: what Next compiled, and errors with their lines. */
export function worthShowingInDevelopment(line: string): string | null {
  return line.startsWith('{') || line.trim() === '' ? worthShowing(line) : line;
}
