import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectRoot } from '#lib/paths';

const endings = {
  'a late end': 'endWith(error)',
  'a failed main function': 'runAsProgram(() => Promise.reject(error))',
};

test.each(Object.entries(endings))(
  '%s is one line on stderr, wherever the console writes',
  async (_name, end) => {
    const program = `
    import { Console } from 'node:console';
    import { endWith, runAsProgram } from './lib/run/commands/program.ts';
    globalThis.console = new Console(process.stdout);
    const error = new Error('no\\nway, postgresql://a:hush@b');
    ${end};`;
    const args = ['--input-type=module', '--eval', program];
    const ended = promisify(execFile)(process.execPath, args, { cwd: projectRoot });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'no way, postgresql://a:…@b\n',
    });
  },
);
