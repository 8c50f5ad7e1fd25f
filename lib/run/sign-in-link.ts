import { createSignInLink } from '../auth/create-sign-in-link.ts';
import { openDatabase } from '../db/database.ts';
import { runAsProgram } from './program.ts';
import { runningDatabase } from './running-database.ts';

/** `npm run sign-in-link`: a new link that signs in once. */
await runAsProgram(async () => {
  const { env, url } = await runningDatabase();
  const db = openDatabase(url);
  try {
    console.log(await createSignInLink(db, { url: env.url, now: new Date() }));
  } finally {
    await db.close();
  }
});
