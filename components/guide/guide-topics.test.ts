import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guideAnchor, guideHref, guideTopics } from '#lib/client/guide/guide-topics';

const sources = globSync('components/**/*.{ts,tsx}').map(
  (path) => [path, readFileSync(path, 'utf8')] as const,
);
const reference = sources
  .filter(([path]) => path.startsWith('components/guide/') && !path.endsWith('.test.ts'))
  .map(([, text]) => text)
  .join('\n');

/** What is explained next to it, wherever it is shown. */
const explainedInPlace = [
  'channels.state',
  'channels.setup.state',
  'connection.preflight.status',
  'sources.runState',
];

test('every state that the console shows as a badge is in the reference', () => {
  const namespaces = sources.flatMap(([, text]) =>
    [...text.matchAll(/statusBadge\(\w+, \(\) => useTranslations\('([\w.]+)'\)\)/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(namespaces.length).toBeGreaterThan(10);
  const missing = namespaces.filter((name) => !reference.includes(`\`${name}.\${`));
  expect(missing.toSorted()).toEqual(explainedInPlace.toSorted());
});

test('every topic is in the reference once', () => {
  const ids = [...reference.matchAll(/\bid: '([\w-]+)'/g)].map(([, id = '']) => id);
  expect(ids.toSorted()).toEqual([...guideTopics].toSorted());
});

test('an address leads to a topic, or to one entry of it', () => {
  expect(guideHref('entra')).toBe('/guide#entra');
  expect(guideHref('entra', 'drift')).toBe('/guide#entra-drift');
  expect(guideAnchor('event', 'device.verdict_changed')).toBe('event-device-verdict_changed');
});
