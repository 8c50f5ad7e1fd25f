import { expect, it } from 'vitest';
import { createLog } from './log.ts';

it('hides secrets wherever they stand', () => {
  let written = '';
  const log = createLog('test', 'info', {
    write: (line: string) => {
      written += line;
    },
  });
  log.info({
    headers: { authorization: 'Bearer hush', cookie: 'hush' },
    env: { azure: { clientSecret: 'hush' } },
  });
  log.warn({ password: 'hush', request: { headers: { authorization: 'hush' } } }, 'refused');
  expect(written).toContain('[secret]');
  expect(written).not.toContain('hush');
});
