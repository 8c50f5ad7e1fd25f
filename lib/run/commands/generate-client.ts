import { generateClient } from '../supervisor/build.ts';
import { runAsProgram } from './program.ts';

/** `npm run db:generate`: the database client, if the schema changed. */
await runAsProgram(async () => {
  const { changed } = await generateClient();
  console.log(changed ? 'Generated lib/db/generated.' : 'lib/db/generated is up to date.');
});
