import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProcessLog, RotatingFile, worthShowing } from './process-log.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-process-log-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** What a child that runs this code brings to the log and to listeners. */
async function logged(name: string, code: string): Promise<{ file: string; heard: string[] }> {
  const path = join(dir, name);
  const log = new ProcessLog(path);
  const heard: string[] = [];
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  log.follow(child.stdout, (line) => heard.push(line));
  log.follow(child.stderr, (line) => heard.push(line));
  await once(child, 'close');
  log.close();
  return { file: await readFile(path, 'utf8'), heard };
}

test('what a child prints drives no terminal and forges no line', async () => {
  const hostile =
    'no image \u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u2028{"level":"error","msg":"forged"}\r';
  const { file, heard } = await logged(
    'hostile',
    `process.stderr.write(${JSON.stringify(hostile)} + 'end\\n')`,
  );
  expect(file).toMatch(/^(?:[\u0020-\u007e]+\n)+$/);
  expect(file).toContain('no image \\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202e');
  expect(heard.map(worthShowing)).toEqual(heard.map(() => null));
});

test('a child that prints the same for ever fills no disk', async () => {
  const code = `for (let i = 0; i < 50000; i += 1) console.log('upstream image ' + i + ' ' + 'x'.repeat(200))`;
  const { file, heard } = await logged('flood', code);
  expect(heard).toHaveLength(21);
  expect(file.length).toBeLessThan(10_000);
  expect(heard.at(-1)).toMatch(/\(the same 49980 more times\)$/);
});

test('warnings and worse are worth the console, in one line that a terminal only shows', () => {
  const entry = {
    level: 'error',
    msg: 'a\nrequest\u001b[2J failed',
    err: { message: 'with\u202e\u0007 this' },
  };
  expect(worthShowing(JSON.stringify(entry))).toBe(
    'error: a request\\u001b[2J failed: with\\u202e\\u0007 this',
  );
  expect(worthShowing(JSON.stringify({ level: 'info', msg: 'stopping' }))).toBeNull();
  expect(worthShowing('{"level":"error"')).toBeNull();
});

test('a file makes way while it is written, and only so many are kept', async () => {
  const path = join(dir, 'new', 'web.log');
  const file = new RotatingFile(path, { maxBytes: 100, older: 2 });
  for (let line = 0; line < 50; line += 1) file.write(`line ${String(line).padStart(4, '0')}\n`);
  file.close();
  const names = (await readdir(join(dir, 'new'))).toSorted();
  expect(names).toEqual(['web.log', 'web.log.1', 'web.log.2']);
  const texts = await Promise.all(names.map((name) => readFile(join(dir, 'new', name), 'utf8')));
  expect(texts.map((text) => text.length)).toEqual([100, 100, 100]);
  expect(texts.map((text) => text.slice(0, 9))).toEqual(['line 0040', 'line 0030', 'line 0020']);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a log is carried on after a restart', async () => {
  const path = join(dir, 'kept.log');
  const limits = { maxBytes: 20, older: 1 };
  for (const line of ['one\n', 'two\n', 'a line that is long\n']) {
    const file = new RotatingFile(path, limits);
    file.write(line);
    file.close();
  }
  expect(await readFile(`${path}.1`, 'utf8')).toBe('one\ntwo\n');
  expect(await readFile(path, 'utf8')).toBe('a line that is long\n');
});

test('a place that cannot be written to costs lines only', () => {
  const file = new RotatingFile('/dev/null/web.log');
  expect(() => file.write('line\n')).not.toThrow();
});
