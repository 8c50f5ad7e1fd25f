import { webArguments, workerArguments } from '../supervisor/service-plans.ts';

interface RoleProgram {
  /** Of Node */
  flags: readonly string[];
  program: string;
}

/** What the container image can run, by the first argument. */
export const rolePrograms = {
  web: split(webArguments),
  worker: split(workerArguments),
  migrate: command('migrate'),
  sandbox: { flags: [], program: 'lib/sandbox/main.ts' },
  'sign-in-link': command('sign-in-link'),
  'api-key': command('api-key'),
  policies: command('policies'),
  'personal-data': command('personal-data'),
  'secret-key': command('secret-key'),
  backup: command('backup'),
  restore: command('restore'),
  doctor: command('doctor'),
} as const satisfies Record<string, RoleProgram>;

function command(name: string): RoleProgram {
  return { flags: [], program: `lib/run/commands/${name}.ts` };
}

function split(args: readonly string[]): RoleProgram {
  return { flags: args.slice(0, -1), program: args.at(-1) ?? '' };
}
