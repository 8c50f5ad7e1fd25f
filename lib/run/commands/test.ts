import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildError, buildWeb, generateClient } from '../supervisor/build.ts';
import { runBrowserTests, runStaticStep, runUnitTests, type StepCount } from './check-steps.ts';
import { findChromium } from './find-chromium.ts';
import { abortedToStop, oneLine } from './program.ts';

const signal = abortedToStop();
const total = { passed: 0, failed: 0 };
const failures: string[] = [];

/** Runs a step even if others failed, so that one run shows all that is wrong. */
async function step(name: string, work: () => Promise<StepCount>): Promise<boolean> {
  if (signal.aborted) return false;
  const began = performance.now();
  const count = await work().catch((error: unknown): StepCount => {
    console.error(error instanceof BuildError ? error.output : oneLine(error));
    return { passed: 0, failed: 1, note: oneLine(error) };
  });
  total.passed += count.passed;
  total.failed += count.failed;
  failures.push(...(count.failures ?? []));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const note = count.note ? ` (${count.note})` : '';
  console.log(`${name}: ${count.passed} passed, ${count.failed} failed${note}, ${seconds} s`);
  return count.failed === 0;
}

const one = { passed: 1, failed: 0 };
const dir = await mkdtemp(join(tmpdir(), 'tenko-checks-'));
// PostgreSQL, which runs as another user, has its folders in it.
await chmod(dir, 0o711);
try {
  await step('database client', async () => ({
    ...one,
    note: noteOf((await generateClient(signal)).changed),
  }));
  const [isBuilt] = await Promise.all([
    step('web build', async () => ({ ...one, note: noteOf((await buildWeb(signal)).changed) })),
    step('format and lint', () => runStaticStep(['@biomejs/biome/bin/biome', 'check', '.'], signal)),
    step('unused code', () => runStaticStep(['knip/bin/knip.js'], signal)),
    step('Chromium', async () => ({ ...one, note: (await findChromium(signal)) ?? 'of Playwright' })),
  ]);
  // The build writes the types of the routes.
  await Promise.all([
    step('types', () => runStaticStep(['typescript/bin/tsc', '-p', '.'], signal)),
    step('unit and integration tests', () => runUnitTests(dir, signal)),
  ]);
  await step('browser tests', async () => {
    if (!isBuilt) throw new Error('not run: no web build');
    return runBrowserTests(dir, signal);
  });
} finally {
  await rm(dir, { recursive: true, force: true });
}
if (signal.aborted) total.failed += 1;
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function noteOf(changed: boolean): string {
  return changed ? 'made' : 'up to date';
}
