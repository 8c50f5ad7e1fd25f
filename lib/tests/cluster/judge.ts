import { Pool } from 'pg';
import { findBrokenPromises } from '#lib/test-kit/engine/broken-promises';
import { findDifferences, findOpenWork, type ShownDevice } from '#lib/test-kit/engine/compare-with-azure';
import type { Clients } from './clients.ts';
import type { Cluster } from './cluster.ts';
import type { Cost } from './cost.ts';
import { until } from './hosts.ts';

/** How long a page may be silent, and Microsoft take nothing, with all that a fault takes to be noticed and overcome */
export const limits = { nobody: 30, unheard: 40, unreported: 60 } as const;

/** What went wrong during faults, a line each. */
export function judgeCosts(costs: readonly Cost[]): string[] {
  return costs.flatMap((cost) => [
    ...cost.wrong.slice(0, 5).map((line) => `${cost.fault}: ${line}`),
    ...(cost.wrong.length > 5 ? [`${cost.fault}: ${cost.wrong.length - 5} more like these`] : []),
    ...(Object.keys(limits) as (keyof typeof limits)[]).flatMap((name) =>
      cost[name] > limits[name]
        ? [`${cost.fault}: ${name} for ${cost[name]} s, more than ${limits[name]} s`]
        : [],
    ),
    ...(cost.fault.startsWith('stop ') && cost.later + cost.balancer + cost.broken > 0
      ? [`${cost.fault}: a stop that says so beforehand was felt`]
      : []),
  ]);
}

/** What is wrong in the end, a line each: once the clients have stopped and all hosts are there. */
export async function judgeEnd(
  cluster: Cluster,
  clients: Pick<Clients, 'acknowledged' | 'verdicts'>,
): Promise<string[]> {
  const sql = new Pool({ connectionString: cluster.directUrl, max: 2 });
  sql.on('error', () => undefined);
  try {
    await until('all reports have come to their end', async () => (await findOpenWork(sql)).length === 0);
    // What Entra shows may follow a moment later.
    let different: string[] = [];
    await until(
      'Entra follows',
      async () => {
        different = await findDifferences(
          sql,
          shownBy(await cluster.askSandbox('devices?limit=5000')),
          new Date(),
        );
        return different.length === 0;
      },
      15_000,
    ).catch(() => undefined);
    const { breaches } = (await cluster.askSandbox('breaches')) as {
      breaches: { kind: string; detail: string }[];
    };
    return [
      ...(await findLost(sql, clients.acknowledged)),
      ...findOlder(shownBy(await cluster.askSandbox('devices?limit=5000')), clients.verdicts),
      ...different,
      ...(await findBrokenPromises(sql)),
      ...breaches.map(({ kind, detail }) => `${kind}: ${detail}`),
    ];
  } finally {
    await sql.end();
  }
}

async function findLost(sql: Pool, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await sql.query<{ what: string }>(
    `SELECT d.external_id || ' ' || round(extract(epoch FROM c.checked_in_at) * 1000)::bigint AS what
     FROM check_ins c JOIN devices d ON d.id = c.device_id`,
  );
  const kept = new Set(rows.map(({ what }) => what));
  const lost = [...acknowledged].filter((what) => !kept.has(what));
  return lost.length === 0 ? [] : [`${lost.length} acknowledged check-ins are lost, such as ${lost[0]}`];
}

function findOlder(shown: ReadonlyMap<string, ShownDevice>, verdicts: Clients['verdicts']): string[] {
  const older = [...verdicts].filter(
    ([id, verdict]) => shown.get(id)?.isCompliant !== (verdict === 'compliant'),
  );
  return older.length === 0
    ? []
    : [`${older.length} devices have an older verdict at Microsoft, such as ${older[0]}`];
}

function shownBy(answer: unknown): Map<string, ShownDevice> {
  const { devices } = answer as {
    devices: (Omit<ShownDevice, 'lastUpdateTime'> & { deviceId: string; lastUpdateTime: string })[];
  };
  return new Map(
    devices.map(({ deviceId, lastUpdateTime, ...device }) => [
      deviceId,
      { ...device, lastUpdateTime: new Date(lastUpdateTime) },
    ]),
  );
}
