import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../contract/audit-event.ts';
import { cefLine } from './cef-line.ts';

const event: AuditEvent = {
  id: '1',
  at: '2026-11-23T07:00:00.123Z',
  action: 'api_key.create',
  outcome: 'done',
  count: 1,
  actor: { kind: 'admin', name: 'ann', id: null },
  target: 'k1',
  targetName: null,
  before: null,
  after: { name: 'x' },
  details: {},
  address: '10.0.0.1',
  userAgent: 'curl/8',
  requestId: 'r1',
};

/** As a reader of CEF takes a line apart: seven unescaped pipes, then key=value with escapes undone. */
function read(line: string): { header: string[]; fields: Record<string, string> } {
  const parts = /^((?:(?:[^|\\]|\\[\\|])*\|){7})(.*)\n$/s.exec(line);
  if (parts?.[1] === undefined || parts[2] === undefined) throw new Error(`not CEF: ${line}`);
  const header = parts[1].slice(0, -1).split(/(?<!\\)(?:\\\\)*\|/);
  const found = parts[2].matchAll(/(?:^| )(\w+)=((?:[^=\\]|\\[=\\n])*?)(?= \w+=|$)/g);
  const undo = (text: string) => text.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
  return {
    header,
    fields: Object.fromEntries([...found].map(([, key = '', value = '']) => [key, undo(value)])),
  };
}

test('an event is one line of CEF', () => {
  expect(cefLine(event, '1')).toBe(
    'CEF:0|Tenko|Tenko|1|api_key.create|api_key.create|3|rt=1795417200123 externalId=1 outcome=done cnt=1 suser=ann ' +
      'src=10.0.0.1 requestClientApplication=curl/8 cs1=k1 cs1Label=target cs2=r1 cs2Label=requestId ' +
      'cs4={"name":"x"} cs4Label=after cs6=admin cs6Label=actorKind\n',
  );
  expect(cefLine({ ...event, address: '2001:db8::1' }, '1')).toContain(
    ' c6a2=2001:db8::1 c6a2Label=Source IPv6 Address ',
  );
});

test.each([
  ['a|b', 'a|b'],
  ['a=b', 'a\\=b'],
  ['a\\b', 'a\\\\b'],
  ['a\\', 'a\\\\'],
  ['a\nb', 'a\\nb'],
  ['a\r\nb', 'a\\nb'],
  ['a\u2028b\u0085c', 'a\\nb\\nc'],
  ['a\u0000b\u001b[31m', 'a b [31m'],
  ['x src=6.6.6.6', 'x src\\=6.6.6.6'],
  ['a\nCEF:0|Evil|Evil|1|x|x|10|', 'a\\nCEF:0|Evil|Evil|1|x|x|10|'],
])('a name such as %j comes out as %j', (name, escaped) => {
  const line = cefLine({ ...event, actor: { ...event.actor, name } }, '1');
  expect(line).toContain(` suser=${escaped} src=10.0.0.1 `);
  expect(line.match(/\n/g)).toHaveLength(1);
});

test('in the header pipes and backslashes are escaped, and lines do not break', () => {
  expect(cefLine({ ...event, action: 'a|b\\c\nd=e' }, '1')).toMatch(
    /^CEF:0\|Tenko\|Tenko\|1\|a\\\|b\\\\c d=e\|/,
  );
});

test('whatever a name holds, a reader gets it back in its own field, and no other field is forged', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('|', '=', '\\', '\n', ' ', 'a', 'src', 'cs1Label', '端', '"'),
  });
  fc.assert(
    fc.property(hostile, hostile, (name, target) => {
      const { header, fields } = read(
        cefLine({ ...event, actor: { ...event.actor, name: `<${name}>` }, target: `<${target}>` }, '1'),
      );
      expect(header).toHaveLength(7);
      expect(fields).toMatchObject({
        suser: `<${name}>`,
        cs1: `<${target}>`,
        src: '10.0.0.1',
        cs1Label: 'target',
      });
    }),
    { numRuns: 300 },
  );
});

test('long values are cut before they are escaped, so that no escape is cut apart', () => {
  const line = cefLine({ ...event, userAgent: '='.repeat(3000) }, '1');
  expect(line).toContain(` requestClientApplication=${'\\='.repeat(1023)} cs1=`);
});
