import { type DestinationStream, type Logger, pino } from 'pino';
import { printable } from '#lib/domain/text/shown-text';

export type Log = Logger;

/** Never in a log, however deep an object of ours is that holds them. */
const secretKeys = [
  'authorization',
  'cookie',
  'password',
  'clientSecret',
  'client_secret',
  'clientAssertion',
  'accessToken',
  'access_token',
  'apiKey',
  'key',
  'token',
  'databaseUrl',
  'privateKey',
  'signInLink',
];

const redactedPaths = secretKeys.flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
  `*.*.*.${key}`,
  ...(/^[a-z_]+$/.test(key) ? [`headers["set-${key}"]`] : []),
]);

/** A logger of one process: a line of JSON each, with the time in ISO 8601. */
export function createLog(name: string, level: string, destination?: DestinationStream): Log {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // JSON lets some letters stand that terminals act on.
    hooks: { streamWrite: (line: string) => `${printable(line.trimEnd())}\n` },
    redact: { paths: redactedPaths, censor: '[secret]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
