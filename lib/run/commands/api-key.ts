import { parseArgs } from 'node:util';
import { createApiKey } from '#lib/auth/create-api-key';
import { type KeyScope, keyScopes } from '#lib/domain/people/scope';
import { withCommandDatabase } from './command-database.ts';
import { runAsProgram } from './program.ts';

const usage = `Usage: npm run api-key -- --name NAME [--feed FEED] --scopes ${keyScopes.join(',')}`;

/** `npm run api-key`: makes a key and prints it, this once. */
await runAsProgram(async () => {
  const { name, feed, asked } = readArguments();
  const unknown = asked.filter((scope) => !isScope(scope));
  if (unknown.length > 0) throw new Error(`Unknown scope ${unknown.join(', ')}. ${usage}`);
  const wanted = asked.filter(isScope);
  if (wanted.includes('check-ins:write') && feed === null) throw new Error('check-ins:write needs --feed.');
  await withCommandDatabase(async (db) => {
    const { key } = await createApiKey(db, { name, feed, scopes: wanted, now: new Date() });
    console.log(key);
  });
}, usage);

function readArguments() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { name: text, feed: text, scopes: text } });
  const asked =
    values.scopes
      ?.split(',')
      .map((scope) => scope.trim())
      .filter(Boolean) ?? [];
  if (!values.name?.trim() || asked.length === 0) throw new Error(usage);
  return { name: values.name.trim(), feed: values.feed?.trim() || null, asked };
}

function isScope(text: string): text is KeyScope {
  return keyScopes.some((scope) => scope === text);
}
