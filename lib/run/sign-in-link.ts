import { createSignInLink } from '../auth/create-sign-in-link.ts';
import { openDatabase } from '../db/database.ts';
import { runAsProgram } from './program.ts';
import { findRunning } from './running.ts';

/** `npm run sign-in-link`: a new link that signs in once. */
await runAsProgram(async () => {
  const { url, databaseUrl } = await findRunning();
  const db = openDatabase(databaseUrl);
  try {
    console.log(await createSignInLink(db, { url, now: new Date() }));
  } finally {
    await db.close();
  }
});
