import { createSignInLink } from '#lib/auth/sign-in-link';
import { readEnv } from '#lib/env';
import { withCommandDatabase } from './command-database.ts';
import { runAsProgram } from './program.ts';

/** `npm run sign-in-link`: a new link that signs in once. */
await runAsProgram(async () => {
  if (!readEnv().signIn.link) throw new Error('One-time links are switched off (TENKO_SIGN_IN_LINK=false).');
  await withCommandDatabase(async (db, { url }) => {
    console.log(await createSignInLink(db, { url, now: new Date() }));
  });
});
