import { parseArgs } from 'node:util';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { roles } from '#lib/domain/people/scope';
import { readEnv } from '#lib/env';
import { withCommandDatabase } from './command-database.ts';
import { runAsProgram } from './program.ts';

const usage = `Usage: npm run sign-in-link -- [--role ${roles.join('|')}]`;

/** `npm run sign-in-link`: a new link that signs in once, as an admin or with another role. */
await runAsProgram(async () => {
  const { values } = parseArgs({ options: { role: { type: 'string', default: 'admin' } } });
  const role = roles.find((one) => one === values.role);
  if (role === undefined) throw new Error(usage);
  if (!readEnv().signIn.link) throw new Error('One-time links are switched off (TENKO_SIGN_IN_LINK=false).');
  await withCommandDatabase(async (db, { url }) => {
    console.log(await createSignInLink(db, { url, role, now: new Date() }));
  });
}, usage);
