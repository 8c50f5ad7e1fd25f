import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { printable } from '#lib/domain/text/shown-text';
import { CleanLines } from './clean-lines.ts';
import { messageOf, readEntry } from './repeated-lines.ts';

interface Limits {
  /** Of one file */
  maxBytes: number;
  /** Older files that are kept next to it, as `<path>.1` (the newest) and so on */
  older: number;
}

const logLimits: Limits = { maxBytes: 10 * 1024 * 1024, older: 4 };

/**
 * A log file that takes bounded space: one that is full makes way while its process runs. Written at once, since a
 * queue of lines would grow without bounds where the disk is slower than a flood. A disk that is full costs lines, and
 * never the process.
 */
export class RotatingFile {
  readonly #path: string;
  readonly #limits: Limits;
  #file: number | null = null;
  #size = 0;

  constructor(path: string, limits: Limits = logLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    try {
      if (this.#file === null) this.#open();
      if (this.#size > 0 && this.#size + bytes.length > this.#limits.maxBytes) this.#rotate();
      if (this.#file !== null) this.#size += writeSync(this.#file, bytes);
    } catch {
      this.close();
    }
  }

  close(): void {
    const file = this.#file;
    this.#file = null;
    if (file !== null) closeSync(file);
  }

  #open(): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  #rotate(): void {
    this.close();
    const { older } = this.#limits;
    rmSync(`${this.#path}.${older}`, { force: true });
    for (let age = older - 1; age >= 0; age -= 1) {
      renameIfThere(age === 0 ? this.#path : `${this.#path}.${age}`, `${this.#path}.${age + 1}`);
    }
    this.#open();
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** The log of a child process, for whatever the child prints: a file of bounded size, or a function that takes the lines. */
export class ProcessLog {
  readonly #file: RotatingFile | null;
  readonly #print: (line: string) => void;

  constructor(target: string | ((line: string) => void)) {
    const file = typeof target === 'string' ? new RotatingFile(target) : null;
    this.#file = file;
    this.#print = typeof target === 'string' ? (line) => file?.write(`${line}\n`) : target;
  }

  /** Copies each line to the file, and hands it on. */
  follow(source: Readable, onLine: (line: string) => void = () => undefined): void {
    const lines = new CleanLines((line) => {
      this.#print(line);
      onLine(line);
    });
    source.setEncoding('utf8');
    source.on('data', (text: string) => lines.write(text));
    source.once('error', () => undefined);
    source.once('close', () => lines.end());
  }

  close(): void {
    this.#file?.close();
  }
}

/** What the console shows of a log line: warnings and worse, in one line. Null: nothing. */
export function worthShowing(line: string): string | null {
  const entry = readEntry(line);
  if (entry === null || !['warn', 'error', 'fatal'].includes(String(entry.level))) return null;
  const cause = messageOf(entry.err);
  return printable(`${entry.level}: ${entry.msg}${cause === '' ? '' : `: ${cause}`}`.replace(/\s+/g, ' '));
}

/** The same, and every line that is not a log entry: what Next compiled, and errors with their lines. */
export function worthShowingInDevelopment(line: string): string | null {
  return line.startsWith('{') || line.trim() === '' ? worthShowing(line) : line;
}
