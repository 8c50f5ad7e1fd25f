import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { listFiles, readSources } from './read-sources.ts';

const sources = readSources(listFiles()).filter(
  ({ path }) => /^(lib|app)\//.test(path) && !/\.test\.ts$|^lib\/(tests|test-kit)\//.test(path),
);

const calls = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/\blog\.(trace|debug|info|warn|error|fatal)\(\s*(?:\{\s*event: '([^']*)')?/g)].map(
    ([, level = '', event = '']) => ({ path, level, event }),
  ),
);

test('every log line has an event, named area.what', () => {
  expect(calls.filter(({ event }) => !/^[a-z_]+\.[a-z_]+$/.test(event))).toEqual([]);
});

test('no two log lines share an event', () => {
  const events = calls.map(({ event }) => event);
  expect(events.filter((event, index) => events.indexOf(event) !== index)).toEqual([]);
});

test('docs/log-events.md lists every event with its level, and no other', () => {
  const text = readFileSync(join(projectRoot, 'docs/log-events.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `([a-z_.]+)` \| (\w+) \| .+ \|$/gm)].map(
    ([, event, level]) => `${event} ${level}`,
  );
  expect(listed).toEqual(calls.map(({ event, level }) => `${event} ${level}`).sort());
});
