import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { shareCompiledModules } from './lib/test-kit/share-compiled-modules.ts';
import { splitTestFiles } from './lib/test-kit/test-files.ts';

shareCompiledModules();
const { unit, db } = splitTestFiles();

/**
 * The longest first, so that the last minute of a run is not left to one of them. Those that load all cores with faults do not
 * all begin at once.
 */
const longest = [
  'engine/faults',
  'engine/crashes',
  'data-folder/two-containers',
  'engine/tag-faults',
  'engine/windows-faults',
  'supervisor/development',
  'engine/sources',
  'engine/reporting-interleavings',
  'migrations/killed-migrations',
  'engine/channel-interleavings',
  'connection/preflight-write',
  'migrations/reconcile',
  'engine/policies',
  'api/fuzz',
  'engine/entra-changes',
  'devices/ask-what-if',
  'engine/azure-ids',
  'engine/azure-id-withdrawals',
  'api/page-access',
  'engine/windows-channel',
  'engine/entra-problems',
  'supervisor/refused-settings',
  'connection/run-preflight',
  'connection/preflight-permissions',
  'sources/source-run-crashes',
  'devices/ask-entra',
  'engine/reporting',
  'imports/imports',
  'imports/refused-imports',
  'core/database-fault',
  'commands/migrate',
  'postgres/full-disk',
  'devices/ways-to-a-page',
  'engine/minute-tasks',
  'engine/read-back',
  'engine/tag-channel',
  'postgres/pgbouncer',
].map((name) => `/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  test: {
    // One more than there are cores: the longest files wait most of the time, for processes and faults. With two more, what is
    // timed within a fault is late.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Files share the modules that a worker has loaded: to load them again was more than half of the CPU time of pure tests, and
    // half a second for each of the others. What a process has once is kept by the database that it belongs to.
    isolate: false,
    // Upper limits, for a machine that does other work, too.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: unit } },
      {
        extends: true,
        test: { name: 'db', include: db, globalSetup: ['lib/test-kit/test-database-server.ts'] },
      },
    ],
  },
});
