import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readEnv, variableNames, variables } from '../env.ts';
import { secretVariables, withoutReplacedFiles } from './secret-files.ts';

const dir = mkdtempSync(join(tmpdir(), 'tenko-secrets-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}
const database = 'postgresql://tenko:hush@db/tenko';

test.each(['', '\n', '\r\n'])('a secret comes from the file, without the line break %j at its end', (end) => {
  expect(readEnv({ DATABASE_URL_FILE: file('url', `${database}${end}`) }).databaseUrl).toBe(database);
});

test('every secret can come from a file, and an empty name of a file counts as none', () => {
  expect(secretVariables.filter((name) => !variableNames.includes(name))).toEqual([]);
  expect(secretVariables.filter((name, index, all) => all.indexOf(name) !== index)).toEqual([]);
  const key = 'k'.repeat(32);
  const source = { TENKO_BOOTSTRAP_API_KEY_FILE: file('key', key), HTTPS_PROXY_FILE: ' ' };
  expect(readEnv(source).bootstrapApiKey).toBe(key);
});

test('whatever is described as a secret is one', () => {
  const described = Object.entries(variables.shape).filter(([, { description = '' }]) =>
    /^secret|password|encrypted with|api key/i.test(description),
  );
  const names: readonly string[] = secretVariables;
  expect(described.map(([name]) => name).filter((name) => !names.includes(name))).toEqual([]);
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'both',
    { DATABASE_URL: database, DATABASE_URL_FILE: join(dir, 'url') },
    /^DATABASE_URL and DATABASE_URL_FILE are both set: unset one of them\.$/,
  ],
  [
    'no file',
    { TENKO_SMTP_URL_FILE: join(dir, 'none') },
    /^TENKO_SMTP_URL_FILE is not usable: \S+\/none cannot be read \(ENOENT\)\.$/,
  ],
  ['a folder', { DATABASE_URL_FILE: dir }, /^DATABASE_URL_FILE is not usable: .*\(EISDIR\)\.$/],
  ['an empty file', { DATABASE_URL_FILE: file('empty', '\n') }, /^DATABASE_URL_FILE .* is empty\.$/],
  [
    'a file whose value is refused',
    { DATABASE_URL_FILE: file('wrong', 'mysql://hush') },
    /^DATABASE_URL is not usable: /,
  ],
])('%s is refused in one line, without the secret', (_name, source, line) => {
  expect(() => readEnv(source)).toThrow(line);
  expect(() => readEnv(source)).not.toThrow(/hush|\n/);
});

test('a child that is given a value is not given the file of another', () => {
  const inherited = {
    DATABASE_URL_FILE: '/run/secrets/url',
    TENKO_SMTP_URL_FILE: '/run/secrets/smtp',
    A: 'a',
  };
  expect(withoutReplacedFiles(inherited, { DATABASE_URL: database })).toEqual({
    DATABASE_URL: database,
    TENKO_SMTP_URL_FILE: '/run/secrets/smtp',
    A: 'a',
  });
});

test.each([
  ['unix:/run/tenko/web.sock', '/run/tenko/web.sock'],
  ['/run/tenko/web.sock', '/run/tenko/web.sock'],
])('HOST=%s is a Unix socket', (HOST, socketPath) => {
  const env = readEnv({ HOST, TENKO_URL: 'http://localhost:3000' });
  expect(env).toMatchObject({ socketPath, host: `unix:${socketPath}`, url: 'http://localhost:3000' });
  // Whatever comes in by it was passed on by a proxy.
  expect(env.signIn.sandbox).toBe(false);
});

test.each<[Record<string, string>, RegExp]>([
  [{ HOST: '/run/tenko/web.sock' }, /^TENKO_URL is not set: with a Unix socket/],
  [{ HOST: 'unix:web.sock', TENKO_URL: 'https://a.example' }, /^HOST .*absolute path of a socket/],
  [{ HOST: '/run/tenko/', TENKO_URL: 'https://a.example' }, /^HOST /],
  [{ HOST: `/${'a'.repeat(103)}`, TENKO_URL: 'https://a.example' }, /^HOST .*at most 103 bytes/],
])('%o is refused', (source, line) => {
  expect(() => readEnv(source)).toThrow(line);
});
