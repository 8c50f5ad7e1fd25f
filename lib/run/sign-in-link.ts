import { createSignInLink } from '../auth/create-sign-in-link.ts';
import { openDatabase } from '../db/database.ts';
import { readEnv } from '../env.ts';
import { runAsProgram } from './program.ts';
import { findRunning } from './running.ts';

/** `npm run sign-in-link`: a new link that signs in once. */
await runAsProgram(async () => {
  if (!readEnv().signIn.link) throw new Error('Sign-in links are switched off (TENKO_SIGN_IN_LINK=false).');
  const { url, databaseUrl } = await findRunning();
  const db = openDatabase(databaseUrl);
  try {
    console.log(await createSignInLink(db, { url, now: new Date() }));
  } finally {
    await db.close();
  }
});
