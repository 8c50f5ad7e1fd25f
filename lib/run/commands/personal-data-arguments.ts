import { parseArgs } from 'node:util';

export const usage =
  'Usage: npm run personal-data -- export --user NAME [--file FILE], or npm run personal-data -- erase --user NAME [--yes]; ' +
  'NAME is a user principal name or an Entra object id';

export type PersonalDataArguments =
  | { command: 'export'; user: string; file: string | null }
  | { command: 'erase'; user: string; write: boolean };

/** Throws with what is allowed. */
export function readPersonalDataArguments(args: string[]): PersonalDataArguments {
  const text = { type: 'string' } as const;
  const options = { user: text, file: text, yes: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [command, ...rest] = positionals;
  const user = values.user?.trim();
  if (!user || rest.length > 0) throw new Error(usage);
  if (command === 'export' && values.yes === undefined) {
    return { command, user, file: values.file ?? null };
  }
  if (command === 'erase' && values.file === undefined) return { command, user, write: values.yes === true };
  throw new Error(usage);
}
