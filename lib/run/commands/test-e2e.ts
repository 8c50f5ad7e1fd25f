import { BuildError, buildWeb, generateClient } from '../supervisor/build.ts';
import { runJourneys } from './check-steps.ts';
import { abortedToStop, oneLine } from './program.ts';

/** `npm run test:e2e -- e2e/overview.spec.ts`: journeys alone, on a web build of the present sources. */
const signal = abortedToStop();
try {
  await generateClient(signal);
  await buildWeb(signal);
  const { code } = await runJourneys(process.argv.slice(2), signal, { shown: true });
  process.exit(code);
} catch (error) {
  console.error(error instanceof BuildError ? error.output : oneLine(error));
  process.exit(1);
}
