import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Database } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { printable } from '#lib/domain/text/shown-text';
import {
  applyPolicyFile,
  exportPolicyFile,
  type PolicyFileChange,
  planPolicyFile,
} from '#lib/policies/policy-file';
import { withCommandDatabase } from './command-database.ts';
import { runAsProgram } from './program.ts';

const usage = 'Usage: npm run policies -- export | plan FILE | apply FILE [--yes]';

const verbs = { create: ['+', 'create'], change: ['~', 'change'], delete: ['-', 'delete'] } as const;

function lineOf({ kind, of, name, parts, newlyBlocked, needsConfirmation }: PolicyFileChange): string {
  const [mark, verb] = verbs[kind];
  const what = kind === 'change' ? ` (${parts.length === 0 ? 'now from the file' : parts.join(', ')})` : '';
  const blocks = newlyBlocked === 0 ? '' : `: ${newlyBlocked} devices become noncompliant or retired`;
  return `${mark} ${verb} ${of === 'versionList' ? 'version list ' : ''}${name}${what}${blocks}${needsConfirmation ? ' — needs --yes' : ''}`;
}

function print(changes: readonly PolicyFileChange[], done: string): void {
  for (const change of changes) console.log(printable(lineOf(change)));
  console.log(changes.length === 0 ? 'Nothing to change: the policies are as in the file.' : done);
}

async function run(db: Database, command: string, path: string | undefined, yes: boolean): Promise<void> {
  const now = new Date();
  if (command === 'export' && path === undefined) {
    process.stdout.write(await exportPolicyFile(db, now));
    return;
  }
  if (path === undefined || (command !== 'plan' && command !== 'apply')) throw new Error(usage);
  const text = await readFile(path, 'utf8');
  if (command === 'plan') {
    print(
      await planPolicyFile(db, text, now),
      'Nothing was changed. To do this: npm run policies -- apply FILE',
    );
    return;
  }
  const managedByFile = basename(path);
  const changes = await applyPolicyFile(db, text, { managedByFile, confirm: yes, actor: commandLine }, now);
  print(changes, 'Done. A worker now applies the policies to all devices.');
}

/** `npm run policies`: policies as one file, for configuration that is kept in git. */
await runAsProgram(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { yes: { type: 'boolean', default: false } },
  });
  const [command = '', path, ...more] = positionals;
  if (command === '' || more.length > 0) throw new Error(usage);
  await withCommandDatabase((db) => run(db, command, path, values.yes), { maxConnections: 4 });
}, usage);
