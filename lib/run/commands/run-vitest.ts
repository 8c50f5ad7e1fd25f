import { runTool } from './check-steps.ts';
import { abortedToStop, runAsProgram } from './program.ts';

/** `npm run test:unit -- lib/domain` and the like: Vitest alone, that leaves nothing running when it is stopped. */
await runAsProgram(async () => {
  const signal = abortedToStop();
  const args = process.argv.slice(2);
  const { code } = await runTool(['vitest/vitest.mjs', 'run', ...args], signal, { shown: true });
  process.exitCode = code;
});
