import { expect, test } from 'vitest';
import { checkInsOf, decoded, json, read } from '#lib/test-kit/sources/read-file';
import type { FileRecord } from './read-records.ts';

test('columns in any order become a check-in; an empty cell is none, and one without a name is not read', async () => {
  const text = [
    'device.os,externalId,,CHECKEDINAT,device.name,device.encrypted,device.compromised,violations.1.policy,violations.1.action,user.principalName,device.attributes.Site,device.attributes.n,device.attributes.imei,device.attributes.__proto__',
    'ios,a1,ignored,2026-11-29T07:00:00Z,名前 📱,Yes,0,OS too old,quarantine,,HQ,12.5,0123456789,TRUE',
    'ios,a2,,2026-11-29T07:00:00Z,,maybe,1,,,k@example.com,,,123456789012345,',
  ].join('\r\n');
  expect(checkInsOf(await read(`\ufeff${text}\r\n`))).toEqual([
    {
      externalId: 'a1',
      checkedInAt: '2026-11-29T07:00:00Z',
      device: {
        os: 'ios',
        name: '名前 📱',
        encrypted: true,
        compromised: false,
        attributes: { Site: 'HQ', n: 12.5, imei: '0123456789', ['__proto__']: true },
      },
      violations: [{ policy: 'OS too old', action: 'quarantine' }],
      user: { principalName: null },
    },
    {
      externalId: 'a2',
      checkedInAt: '2026-11-29T07:00:00Z',
      device: {
        os: 'ios',
        name: null,
        encrypted: 'maybe',
        compromised: true,
        attributes: { Site: null, n: null, imei: '123456789012345', ['__proto__']: null },
      },
      violations: [],
      user: { principalName: 'k@example.com' },
    },
  ]);
});

const head = 'externalId,checkedInAt,device.os,device.name';
const linesOf = (records: FileRecord[]) => records.map(({ line }) => line);

test.each(['\n', '\r\n', '\r'])('lines are those of the file, whatever ends them (%j)', async (end) => {
  const rows = [
    head,
    'a,t,ios,"two',
    'lines, ""quoted"""',
    '',
    'b,t,ios,12" wide',
    ',,,',
    'c,t,ios',
    'd,t,ios,n',
  ];
  const records = await read(rows.join(end));
  expect(linesOf(records)).toEqual([2, 5, 7, 8]);
  expect(checkInsOf(records)).toMatchObject([
    { device: { name: `two${end}lines, "quoted"` } },
    { device: { name: '12" wide' } },
    { code: 'wrong_number_of_cells', message: 'has 3 cells, and the first line 4' },
    { externalId: 'd' },
  ]);
});

test.each([';', '\t'])('a file of Excel with %j between its cells is read', async (between) => {
  const text = `${head}\na,"t",ios,"n, m"\n`.replaceAll(/,(?! )/g, between);
  expect(checkInsOf(await read(text))).toMatchObject([
    { externalId: 'a', device: { os: 'ios', name: 'n, m' } },
  ]);
});

const table = (name: string) => `${head}\n${'b,t,ios,plain\n'.repeat(20)}a,t,ios,${name}\nc,t,ios,plain\n`;

test.each([
  ['UTF-8', Buffer.from(table('名前 é')), '名前 é', 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${table('é')}`), 'é', 'utf-8'],
  ['ASCII', Buffer.from(table('e')), 'e', 'utf-8'],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${table('名前')}`, 'utf16le'), '名前', 'utf-16le'],
  ['UTF-16 without one', Buffer.from(table('名前'), 'utf16le'), '名前', 'utf-16le'],
  [
    'UTF-16 in the other order',
    Buffer.from(`\ufeff${table('名前')}`, 'utf16le').swap16(),
    '名前',
    'utf-16be',
  ],
  ['Windows-1252', Buffer.from(table('Büro ÿþ'), 'latin1'), 'Büro ÿþ', 'windows-1252'],
])('%s is told by its bytes, wherever they are cut', async (_, bytes, name, encoding) => {
  for (const size of [1, 2, 3, 7, 64, 1000]) {
    const named = checkInsOf(await read(bytes, { size })).filter(
      (one) => 'externalId' in one && one.externalId === 'a',
    );
    expect(named).toMatchObject([{ device: { name } }]);
    expect(decoded).toBe(encoding);
  }
});

test('an encoding that is named is not guessed, and has to be right', async () => {
  // デバイス
  const japanese = Buffer.concat([
    Buffer.from(`${head}\na,t,ios,`),
    Buffer.from('83668372835e83438358', 'hex'),
  ]);
  expect(checkInsOf(await read(japanese, { encoding: 'shift_jis' }))).toMatchObject([
    { device: { name: 'デビタイス' } },
  ]);
  await expect(read(japanese, { encoding: 'utf-8' })).rejects.toMatchObject({
    errors: [{ code: 'not_utf8' }],
  });
  const odd = Buffer.from(`${head}\na,t,ios,\xff\xff\n`, 'latin1');
  await expect(read(odd, { encoding: 'shift_jis' })).rejects.toMatchObject({
    errors: [{ code: 'wrong_encoding' }],
  });
});

test('times are read as they are written there', async () => {
  const text = 'externalId;checkedInAt;observedAt;device.os;violations.0.policy;violations.0.since';
  const row = 'a;29.11.2026 18:05;2026-11-29 18:06;ios;p;28.11.2026';
  expect(
    checkInsOf(await read(`${text}\n${row}\n`, { dates: 'day_first', timeZone: 'Europe/Helsinki' })),
  ).toMatchObject([
    {
      checkedInAt: '2026-11-29T16:05:00.000Z',
      observedAt: '2026-11-29T16:06:00.000Z',
      violations: [{ since: '2026-11-27T22:00:00.000Z' }],
    },
  ]);
  // What is not understood is refused where a check-in is taken, with its line.
  expect(checkInsOf(await read(`${text}\n${row}\n`))).toMatchObject([
    { checkedInAt: '29.11.2026 18:05', observedAt: '2026-11-29T18:06:00.000Z' },
  ]);
});

test.each([
  ['month_first', '2026-05-06T10:00:00.000Z'],
  ['day_first', '2026-06-05T10:00:00.000Z'],
] as const)('an export of Ivanti with times %s', async (dates, checkedInAt) => {
  const text = 'Device ID,Device Name,Platform Type,Last Check-In\n7,n,IOS,5/6/2026 10:00 AM\n';
  expect(checkInsOf(await read(text, { mapping: 'ivanti_export', dates }))).toMatchObject([{ checkedInAt }]);
  const [record] = await read(text, { mapping: 'ivanti_export' });
  expect(record?.value).toMatchObject({ skipped: { reason: 'mapping_failed' } });
});

test.each([
  ['an unknown column', `${head},device.colour`, ['device.colour unknown_column']],
  ['a mistyped violation', `${head},violations.0.severity`, ['violations.0.severity unknown_column']],
  ['too many violations', `${head},violations.200.policy`, ['violations.200.policy unknown_column']],
  ['attributes without a key', `${head},device.attributes`, ['device.attributes unknown_column']],
  ['a whole object', `${head},device`, ['device unknown_column']],
  ['a column twice', `${head},Device.Name`, ['Device.Name column_twice']],
  ['missing columns', 'externalId,device.name', ['checkedInAt column_missing', 'device.os column_missing']],
  [
    'an object’s own names',
    `${head},__proto__,constructor`,
    ['__proto__ unknown_column', 'constructor unknown_column'],
  ],
  ['nothing', '', [' empty_file']],
])('%s is refused before anything is read', async (_name, text, errors) => {
  const refused = await read(`${text}\na,t,ios\n`.slice(text === '' ? 9 : 0)).catch((error) => error);
  expect(refused.errors?.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual(
    errors,
  );
  if (text !== '') expect(refused.message).toContain('device.osVersion');
});

test('a quotation mark that is not closed is named with the line in which its record begins', async () => {
  const text = `${head}\na,t,ios,n\nb,t,ios,"n\nc,t,ios,n\n`;
  for (const size of [7, 10_000])
    await expect(read(text, { size })).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'line 3', code: 'quote_not_closed' }],
    });
  const long = `${head}\na,t,ios,"${'x'.repeat(1024 * 1024)}`;
  await expect(read(long, { size: 65_536 })).rejects.toMatchObject({
    errors: [{ path: 'line 2', code: 'record_too_long' }],
  });
});

test('NDJSON is read line by line; one that is no object, or too long, hurts no other', async () => {
  const long = `{"a":"${'x'.repeat(1024 * 1024)}"}`;
  const text = `{"externalId":"a"}\r\n\n{"externalId":\n[1]\n${long}\n{"externalId":"名"}`;
  const records = await read(text, { media: 'application/x-ndjson', size: 65_536 });
  expect(linesOf(records)).toEqual([1, 3, 4, 5, 6]);
  expect(checkInsOf(records)).toMatchObject([
    { externalId: 'a' },
    { code: 'not_json' },
    { code: 'not_json' },
    { code: 'record_too_long' },
    { externalId: '名' },
  ]);
  await expect(json('[\n{"externalId":"a"}]')).rejects.toMatchObject({ errors: [{ path: 'line 1' }] });
  await expect(json(' \n')).rejects.toMatchObject({ errors: [{ code: 'empty_file' }] });
});
