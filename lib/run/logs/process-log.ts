import type { Readable } from 'node:stream';
import { printable } from '../../domain/printable.ts';
import { messageOf, RepeatedLines, readEntry } from './repeated-lines.ts';
import { RotatingFile } from './rotating-file.ts';

const sweepEveryMs = 10_000;
/** What one line may take; the rest of it is left out. */
const longestLine = 16_384;

/** The log of a child process: a file of bounded size, for whatever the child prints. */
export class ProcessLog {
  readonly #file: RotatingFile;

  constructor(path: string) {
    this.#file = new RotatingFile(path);
  }

  /**
   * Copies each line to the file, and hands it on: without control characters, and with floods summed up, since whoever
   * can send a request may decide what a child prints.
   */
  follow(source: Readable, onLine: (line: string) => void = () => undefined): void {
    const repeated = new RepeatedLines();
    const write = (lines: readonly string[]) => {
      for (const line of lines) {
        this.#file.write(`${line}\n`);
        onLine(line);
      }
    };
    const sweep = setInterval(() => write(repeated.sweep(Date.now())), sweepEveryMs).unref();
    const take = (line: string) => write(repeated.take(printable(line), Date.now()));
    const lines = new LineReader(take);
    source.setEncoding('utf8');
    source.on('data', (text: string) => lines.read(text));
    source.once('error', () => undefined);
    source.once('close', () => {
      clearInterval(sweep);
      lines.end();
      write(repeated.end(Date.now()));
    });
  }

  close(): void {
    this.#file.close();
  }
}

/** Ends lines at line feeds only: a reader that takes other letters for an end would let a text forge lines. */
class LineReader {
  readonly #onLine: (line: string) => void;
  #begun = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  read(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#add(first);
    for (const line of others) {
      this.#onLine(this.#begun);
      this.#begun = '';
      this.#add(line);
    }
  }

  end(): void {
    if (this.#begun !== '') this.#onLine(this.#begun);
    this.#begun = '';
  }

  #add(text: string): void {
    this.#begun += text.slice(0, Math.max(0, longestLine - this.#begun.length));
  }
}

/** What of a line of a log is worth the console: warnings and worse, in one line. Null: nothing. */
export function worthShowing(line: string): string | null {
  const entry = readEntry(line);
  if (entry === null || !['warn', 'error', 'fatal'].includes(String(entry.level))) return null;
  const cause = messageOf(entry.err);
  return printable(`${entry.level}: ${entry.msg}${cause === '' ? '' : `: ${cause}`}`.replace(/\s+/g, ' '));
}
