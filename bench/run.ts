import { migrate } from '#lib/run/commands/migrate';
import { runAsProgram } from '#lib/run/commands/program';
import { startScratchDatabase } from '#lib/run/commands/scratch-database';
import { benchAuth } from './auth.ts';
import { benchCheckIns } from './check-ins.ts';
import { benchConsole } from './console.ts';
import { benchDevices } from './devices.ts';
import { benchEngine } from './engine.ts';

const benchmarks = {
  auth: benchAuth,
  'check-ins': benchCheckIns,
  console: benchConsole,
  devices: benchDevices,
  engine: benchEngine,
};

/** `npm run bench -- [name …] [--size N]`: each on a PostgreSQL of its own, which is gone afterwards. */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const sizeAt = words.indexOf('--size');
  const size = sizeAt === -1 ? undefined : Number(words[sizeAt + 1]);
  const names = words.filter((word) => word in benchmarks) as (keyof typeof benchmarks)[];
  for (const name of names.length > 0 ? names : (Object.keys(benchmarks) as (keyof typeof benchmarks)[])) {
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
