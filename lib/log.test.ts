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

it('keeps to one line, and to what a terminal only shows, whatever a text holds', () => {
  let written = '';
  const log = createLog('test', 'info', {
    write: (line: string) => {
      written += line;
    },
  });
  const hostile = 'a\nlevel=error b\r\u0000\u001b[31m\u009b31m\u0085\u2028\u2029\u202e\u2066\u007fc';
  log.info({ [hostile]: hostile, err: new Error(hostile) }, hostile);
  expect(written).toMatch(/^[\u0020-\u007e]+\n$/);
  expect(JSON.parse(written)).toMatchObject({ msg: hostile, [hostile]: hostile });
});
