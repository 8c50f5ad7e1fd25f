import { join } from 'node:path';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { generateClient } from '../supervisor/build.ts';
import { runStep } from '../supervisor/run-step.ts';
import { runAsProgram } from './program.ts';

/** Programs of packages, as paths below node_modules. */
const checks: readonly (readonly [name: string, program: string, ...args: string[]])[] = [
  ['format and lint', '@biomejs/biome/bin/biome', 'check', '.'],
  ['types of routes', 'next/dist/bin/next', 'typegen'],
  ['types', 'typescript/bin/tsc', '-p', '.'],
  ['unused code', 'knip/bin/knip.js'],
];

/** `npm run check`: what can be checked without running anything; all of it, whatever fails. */
await runAsProgram(async () => {
  await generateClient();
  const failed: string[] = [];
  for (const [name, program, ...args] of checks) {
    const command = [process.execPath, join(projectRoot, 'node_modules', program), ...args];
    const env = childEnv({ NEXT_TELEMETRY_DISABLED: '1' });
    const { code, output } = await runStep(command, { env, cwd: projectRoot });
    console.log(`${name}: ${code === 0 ? 'passed' : 'failed'}`);
    if (code === 0) continue;
    console.error(output);
    failed.push(name);
  }
  if (failed.length > 0) throw new Error(`Failed: ${failed.join(', ')}.`);
});
