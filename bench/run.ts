import { parseArgs } from 'node:util';
import { migrate } from '#lib/run/commands/migrate';
import { runAsProgram } from '#lib/run/commands/program';
import { startScratchDatabase } from '#lib/run/commands/scratch-database';
import { benchAlerts } from './alerts.ts';
import { benchAuth } from './auth.ts';
import { benchBackup } from './backup.ts';
import { benchCheckIns } from './check-ins.ts';
import { benchConsole } from './console.ts';
import { benchDevices } from './devices.ts';
import { benchEngine } from './engine.ts';
import { benchEntraChanges } from './entra-changes.ts';
import { benchGraphWrites } from './graph-writes.ts';
import { benchImports } from './imports.ts';
import { benchMetrics } from './metrics.ts';
import { benchMigrations } from './migrations.ts';
import { benchPolicies } from './policies.ts';
import { benchRetention } from './retention.ts';
import { benchSources } from './sources.ts';

const benchmarks = {
  alerts: benchAlerts,
  auth: benchAuth,
  backup: benchBackup,
  'check-ins': benchCheckIns,
  console: benchConsole,
  devices: benchDevices,
  engine: benchEngine,
  'entra-changes': benchEntraChanges,
  'graph-writes': benchGraphWrites,
  imports: benchImports,
  metrics: benchMetrics,
  migrations: benchMigrations,
  policies: benchPolicies,
  retention: benchRetention,
  sources: benchSources,
};

/** `npm run bench -- [name …] [--size N]`: each on a PostgreSQL of its own, which is gone afterwards. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { size: { type: 'string' } },
  });
  const all = Object.keys(benchmarks) as (keyof typeof benchmarks)[];
  const unknown = positionals.filter((word) => !(word in benchmarks));
  if (unknown.length > 0) throw new Error(`No benchmark ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  const size = values.size === undefined ? undefined : Number(values.size);
  for (const name of positionals.length > 0 ? all.filter((one) => positionals.includes(one)) : all) {
    const database = await startScratchDatabase(['shared_preload_libraries=pg_stat_statements']);
    try {
      await migrate(database.url);
      console.log(`\n${name}`);
      console.table(await benchmarks[name](database.url, size));
    } finally {
      await database.remove();
    }
  }
}

await runAsProgram(main);
