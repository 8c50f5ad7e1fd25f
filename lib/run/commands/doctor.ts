import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runAsProgram } from './program.ts';

const usage = 'Usage: npm run doctor -- [--json] [--bundle FILE] | --live [web|worker]';

/**
 * `npm run doctor`: looks at everything that Tenko needs, and says what to do; exit code 1 where something has failed.
 * `--live`: only whether the web process or a worker lives here, for health checks of containers; loads next to nothing.
 */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.live) {
    if (!(await isLive(positionals[0] ?? null))) process.exitCode = 1;
    return;
  }
  const { examine } = await import('../doctor/examine.ts');
  const report = await examine();
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else {
    const { shownFindings } = await import('../doctor/finding.ts');
    console.log(shownFindings(report.findings).join('\n'));
  }
  if (values.bundle !== undefined) {
    const [{ writeBundle }, { callersFolder }] = await Promise.all([
      import('../doctor/support-bundle.ts'),
      import('#lib/env'),
    ]);
    const path = resolve(callersFolder(), values.bundle);
    await writeBundle(path, report);
    console.error(`Wrote ${path}: look at it before you send it.`);
  }
  // Pools that checks have left open
  process.exit(report.ok ? 0 : 1);
}

function readArguments() {
  const parsed = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      bundle: { type: 'string' },
    },
  });
  const [role, ...more] = parsed.positionals;
  const isRole = role === undefined || role === 'web' || role === 'worker';
  if (more.length > 0 || !isRole || (role !== undefined && !parsed.values.live)) throw new Error(usage);
  return parsed;
}

/** Null: whichever of them runs in this container. */
async function isLive(role: string | null): Promise<boolean> {
  const web = async () => {
    const [{ readEnv }, { askWeb }] = await Promise.all([import('#lib/env'), import('../web/listen.ts')]);
    return (await askWeb(readEnv(), '/api/health/live')) === 200;
  };
  const worker = async () => (await import('../worker/sign-of-life.ts')).isWorkerAlive();
  if (role === 'web') return web();
  if (role === 'worker') return worker();
  return (await worker()) || (await web());
}

await runAsProgram(main, usage);
