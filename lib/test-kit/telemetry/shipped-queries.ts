import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse as parseYaml } from 'yaml';
import { projectRoot } from '#lib/paths';
import { metrics } from '#lib/telemetry/metrics';

interface Query {
  from: string;
  expr: string;
}

/** Every query of the dashboard and the alerts that are shipped. */
export function shippedQueries(): Query[] {
  const read = (path: string) => readFileSync(join(projectRoot, 'deploy', path), 'utf8');
  const dashboard = JSON.parse(read('grafana/tenko.json')) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  const rules = parseYaml(read('prometheus/rules.yaml')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };
  return [
    ...dashboard.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => {
        const plain = expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.*');
        return { from: `panel ${title}`, expr: plain };
      }),
    ),
    ...rules.groups.flatMap((group) =>
      group.rules.map(({ alert, expr }) => ({ from: `alert ${alert}`, expr })),
    ),
  ];
}

/** The metrics that a query names, and its labels. Throws where it is no PromQL. */
export function namesIn({ from, expr }: Query): { metrics: string[]; labels: string[] } {
  const metrics: string[] = [];
  const labels: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from: start, to }) => {
      if (type.isError) throw new Error(`${from}: no PromQL at ${start}: ${expr}`);
      const text = expr.slice(start, to);
      if (type.name === 'Identifier') metrics.push(text);
      if (type.name === 'LabelName') labels.push(text);
    },
  });
  return { metrics, labels };
}

/** Labels that Prometheus adds to each series, and that of a bucket */
const addedLabels = ['instance', 'job', 'pod', 'le'];

/** The metrics and labels of queries that no metric in a text serves. */
export function missingFrom(
  text: string,
  queries: readonly (Query & ReturnType<typeof namesIn>)[],
): string[] {
  const served = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, name = '']) => name));
  for (const metric of [metrics.mailDeliveries, metrics.httpRequests] as unknown as {
    labelNames: string[];
  }[]) {
    // What this test has no use for has labels, too.
    for (const label of metric.labelNames) labels.add(label);
  }
  const isServed = (name: string) => served.has(name) || served.has(name.replace(/_(bucket|count|sum)$/, ''));
  return queries.flatMap(({ from, metrics: named, labels: given }) =>
    [
      ...named.filter((name) => !isServed(name)),
      ...given.filter((label) => !labels.has(label) && !addedLabels.includes(label)),
    ].map((name) => `${from}: ${name}`),
  );
}
