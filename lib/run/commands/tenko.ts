import { join } from 'node:path';
import { childEnv } from '#lib/env';
import { projectRoot } from '#lib/paths';
import { endWith } from './program.ts';
import { rolePrograms } from './roles.ts';

/**
 * The entry of the container image: `tenko <role> …`. The role's program takes the place of this process, so that signals
 * reach it, and its exit code is the container's.
 */
const [role = '', ...rest] = process.argv.slice(2);
const programs: Readonly<Record<string, { flags: readonly string[]; program: string }>> = rolePrograms;
const found = Object.hasOwn(programs, role) ? programs[role] : undefined;
if (found === undefined) {
  const known = Object.keys(programs).join(', ');
  endWith(new Error(`${role === '' ? 'No role was given' : 'There is no such role'}. Use one of: ${known}.`));
}
// The program's name is absolute: a role may be started from any folder.
process.execve?.(
  process.execPath,
  [process.execPath, ...found.flags, join(projectRoot, found.program), ...rest],
  childEnv({}),
);
