import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { envExample } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { runAsProgram } from './program.ts';

/** `npm run env:example`: writes `.env.example` from the settings that Tenko knows. */
await runAsProgram(async () => {
  await writeFile(join(projectRoot, '.env.example'), envExample());
  console.log('Wrote .env.example.');
});
