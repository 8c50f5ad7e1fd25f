import { printable } from '#lib/domain/text/shown-text';
import { databaseTlsAdvice, UnusableDatabase } from '../postgres/checks/unusable-database.ts';

/** Runs the main function of a command: a failure is one line on stderr and exit code 1. `usage` follows a wrong argument. */
export async function runAsProgram(main: () => Promise<void>, usage?: string): Promise<void> {
  try {
    await main();
  } catch (error) {
    // The message of UnusableDatabase is complete.
    const advice = error instanceof UnusableDatabase ? null : databaseTlsAdvice(error);
    const line =
      isArgumentError(error) && usage !== undefined ? `${oneLine(error)} ${usage}` : oneLine(error);
    tellError(advice === null ? line : `DATABASE_URL: ${line}; ${advice}.`);
    process.exitCode = 1;
  }
}

/** Resolves at SIGTERM, at SIGINT, or when the supervisor that started this process ends. */
export function untilToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (process.connected) process.once('disconnect', () => resolve());
  });
}

/** Aborted at SIGTERM, at SIGINT, or when the launcher ends: for work that has to stop what it started before the process ends. */
export function abortedToStop(): AbortSignal {
  const aborted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => aborted.abort());
  process.once('disconnect', () => aborted.abort());
  // Listening alone must not keep the process alive.
  process.channel?.unref();
  return aborted.signal;
}

/** Ends the process with one line on stderr. */
export function endWith(error: unknown): never {
  tellError(oneLine(error));
  process.exit(1);
}

/** Not by the console: that of the web process writes to stdout. */
function tellError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The message of an error without line breaks, and without the password of any address in it. */
export function oneLine(error: unknown): string {
  const nested = error instanceof AggregateError ? error.errors[0] : error;
  const message = isArgumentError(nested)
    ? firstSentence(nested.message)
    : nested instanceof Error
      ? nested.message || nested.name
      : String(nested);
  return withoutPasswords(printable(message.replace(/\s+/g, ' ').trim()));
}

/** Of parseArgs. Its hint on how to pass such a text as an argument fits none of our commands. */
function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code));
}

function firstSentence(text: string): string {
  const [first = ''] = text.split(/\.(?:\s|$)|\n/, 1);
  return `${first}.`;
}

function withoutPasswords(text: string): string {
  return text.replace(/(\w+:\/\/[^\s:/@]+):[^\s@]*@/g, '$1:…@');
}
