import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';
import { metrics } from '#lib/telemetry/metrics';
import { systemMetrics } from '#lib/telemetry/system-metrics';

const guide = readFileSync(join(projectRoot, 'docs/operations/monitor.md'), 'utf8');

interface Documented {
  name: string;
  type: string;
  labels: string[];
}
const documented = [...guide.matchAll(/^\| `(tenko_\w+)` \| (\w+) \| ([^|]*) \|/gm)].map(
  ([, name = '', type = '', labels = '']): Documented => {
    return { name, type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label) };
  },
);

/** What prom-client knows of a metric, beyond its types */
type Known = { name: string; type: string; labelNames?: string[] };
const knownOf = (registry: Registry): Documented[] =>
  (registry.getMetricsAsArray() as unknown as Known[]).map(({ name, type, labelNames = [] }) => {
    return { name, type, labels: [...labelNames] };
  });

test('the guide has every metric with its type and labels, and no other', () => {
  const node = new Registry();
  collectDefaultMetrics({ register: node, prefix: 'tenko_' });
  const ofSystem = Object.entries(systemMetrics).map(([name, definition]) => {
    const labels = 'labels' in definition ? definition.labels : [];
    return { name, type: 'gauge', labels: [...labels] };
  });
  const own = knownOf(metrics.registry).filter(({ name }) => !/^tenko_(process|nodejs)_/.test(name));
  // What Linux alone tells of a process is missing elsewhere.
  const onLinuxOnly = /^tenko_process_(virtual_memory_bytes|heap_bytes|open_fds|max_fds)$/;
  const isKnownHere = ({ name }: Documented) => process.platform === 'linux' || !onLinuxOnly.test(name);
  const byName = (a: Documented, b: Documented) => a.name.localeCompare(b.name);
  expect(documented.filter(isKnownHere).toSorted(byName)).toEqual(
    [...own, ...ofSystem, ...knownOf(node)].filter(isKnownHere).toSorted(byName),
  );
});

test('names have the prefix and base units, and no label names a device or a person', () => {
  for (const { name, type, labels } of documented) {
    expect(name).toMatch(/^tenko_[a-z0-9_]+$/);
    expect(name).not.toMatch(/(milliseconds|_ms|_kb|_mb|minutes|hours|percent)(_|$)/);
    if (type === 'counter') expect(name).toMatch(/_total$/);
    for (const label of labels) expect(label).not.toMatch(/device|user|serial|mail|name|id$/);
  }
});
