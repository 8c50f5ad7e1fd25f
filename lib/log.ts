import { type DestinationStream, type Logger, pino } from 'pino';
import { escapedInJson } from './domain/json-line.ts';

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

/** Terminals obey some of these, some end a line, and some turn the rest of it round; JSON itself lets them stand. */
const unsafe = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A logger of one process: a line of JSON each, with the time in ISO 8601. */
export function createLog(name: string, level: string, destination?: DestinationStream): Log {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: (line: string) => escapedInJson(line, unsafe) },
    redact: { paths: redactedPaths, censor: '[secret]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
