import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RotatingFile } from './rotating-file.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-logs-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

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
