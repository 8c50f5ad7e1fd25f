import { execa } from 'execa';
import { expect, test } from 'vitest';
import { projectRoot } from '../paths.ts';

test('a process that nothing has built, such as a worker, reads messages, too', async () => {
  const script = `
    const { translatorOf } = await import('./lib/i18n/read-messages.ts');
    const t = await translatorOf('de', 'alertText');
    process.stdout.write(t('summary', { count: 2 }));`;
  const { stdout, stderr } = await execa('node', ['--input-type=module', '-e', script], {
    cwd: projectRoot,
    preferLocal: true,
  });
  expect([stdout, stderr]).toEqual([expect.stringContaining('2'), '']);
});
