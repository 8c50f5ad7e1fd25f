import { createLog, type Log } from '../../log.ts';

/**
 * One stream of JSON lines of a process and of those that it starts. Lines that are not JSON, such as those of PostgreSQL and
 * of Next, become the message of one.
 */
export class JsonLines {
  readonly #write: (line: string) => void;
  readonly #log: Log;

  /** `name`: of the process that writes. */
  constructor(name: 'supervisor' | 'web', write: (line: string) => void) {
    this.#write = write;
    this.#log = createLog(name, 'info', { write });
  }

  /** What the supervisor says. */
  say(line: string): void {
    this.#log.info({ event: 'start.step' }, line);
  }

  /** A clean line that a process printed. */
  pass(name: string, line: string): void {
    if (isObject(line)) this.#write(`${line}\n`);
    else if (line.trim() !== '') this.#log.info({ event: 'process.printed', process: name }, line);
  }
}

function isObject(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
