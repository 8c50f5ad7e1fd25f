import { Writable } from 'node:stream';
import { printable } from '#lib/domain/text/shown-text';
import { RepeatedLines } from './repeated-lines.ts';

const sweepEveryMs = 10_000;
/** The longest line; the rest of it is left out. */
const longestLine = 16_384;

/**
 * Takes whatever a process prints, and hands on lines that are fit for a log: without control characters, and with
 * floods summed up, since whoever can send a request may decide what is printed. Lines end at line feeds only: a reader
 * that takes other letters for an end would let a text forge lines.
 */
export class CleanLines {
  readonly #onLine: (line: string) => void;
  readonly #repeated = new RepeatedLines();
  readonly #sweep: NodeJS.Timeout;
  #begun = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
    this.#sweep = setInterval(() => this.#pass(this.#repeated.sweep(Date.now())), sweepEveryMs).unref();
  }

  write(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#add(first);
    for (const line of others) {
      this.#take();
      this.#add(line);
    }
  }

  end(): void {
    clearInterval(this.#sweep);
    if (this.#begun !== '') this.#take();
    this.#pass(this.#repeated.end(Date.now()));
  }

  #add(text: string): void {
    this.#begun += text.slice(0, Math.max(0, longestLine - this.#begun.length));
  }

  #take(): void {
    const line = printable(this.#begun);
    this.#begun = '';
    this.#pass(this.#repeated.take(line, Date.now()));
  }

  #pass(lines: readonly string[]): void {
    for (const line of lines) this.#onLine(line);
  }
}

/** The same as a stream. */
export function streamInto(lines: CleanLines): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      lines.write(String(chunk));
      done();
    },
  });
}
