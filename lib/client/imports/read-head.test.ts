import { expect, test } from 'vitest';
import { readHead, withColumns } from './read-head.ts';

const mark = '\ufeff';

test.each([
  ['commas', 'ID,Name\r\n1,"a, b"\r\n', ','],
  ['semicolons', 'ID;Name\n1;"a, b"\n', ';'],
  ['a byte order mark', `${mark}ID\tName\n1\t"a, b"\n`, '\t'],
])('the columns and rows of a file with %s', async (_, text, delimiter) => {
  const file = new Blob([text]);
  const head = await readHead(file);
  expect(head).toMatchObject({ format: 'csv', columns: ['ID', 'Name'], rows: [['1', 'a, b']], delimiter });
  const sent = await (await withColumns(file, head, ['externalId', 'device.name'])).text();
  const lineEnd = text.includes('\r') ? '\r\n' : '\n';
  expect(sent.split(lineEnd)[0]).toBe(`"externalId"${delimiter}"device.name"`);
  expect(sent.slice(sent.indexOf('\n') + 1).trim()).toBe(`1${delimiter}"a, b"`);
});

test('a header of several lines is replaced as a whole', async () => {
  const file = new Blob(['\n"Device\nID","Größe"\n1,2\n']);
  const head = await readHead(file);
  expect(head.columns).toEqual(['Device\nID', 'Größe']);
  expect(await (await withColumns(file, head, ['externalId', ''])).text()).toBe('"externalId",""\n1,2\n');
});

test('a file as Excel writes it in UTF-16', async () => {
  const bytes = Buffer.from(`${mark}ID\tName\r\n1\tKana\r\n`, 'utf16le');
  const file = new Blob([bytes]);
  const head = await readHead(file);
  expect(head).toMatchObject({ columns: ['ID', 'Name'], rows: [['1', 'Kana']], delimiter: '\t' });
  expect(await (await withColumns(file, head, ['externalId', 'device.name'])).text()).toBe(
    '"externalId"\t"device.name"\r\n1\tKana\r\n',
  );
});

test('a file as older versions of Excel write it, and one in an encoding that has to be named', async () => {
  const latin = new Blob([Buffer.from('ID;Gerät\r\n1;Büro\r\n', 'latin1')]);
  const head = await readHead(latin);
  expect(head).toMatchObject({ encoding: 'windows-1252', columns: ['ID', 'Gerät'], rows: [['1', 'Büro']] });
  expect(await (await withColumns(latin, head, ['externalId', 'device.name'])).text()).toBe(
    '"externalId";"device.name"\r\n1;Büro\r\n',
  );
  const japanese = new Blob([Buffer.from('49442c83668372835e0d0a312c410d0a', 'hex')]);
  expect((await readHead(japanese)).encoding).toBe('windows-1252');
  expect(await readHead(japanese, 'shift_jis')).toMatchObject({
    columns: ['ID', 'デビタ'],
    rows: [['1', 'A']],
  });
});

test('only the beginning of a large file is read', async () => {
  const file = new Blob(['ID,Name\n', 'é1,Kana\n'.repeat(100_000)]);
  const head = await readHead(file);
  expect(head.rows).toHaveLength(10);
  expect((await withColumns(file, head, ['a', 'b'])).size).toBe(file.size);
});

test('records of JSON have no columns', async () => {
  expect(await readHead(new Blob(['{"externalId":"1"}\n{"externalId":"2"}\n']))).toMatchObject({
    format: 'ndjson',
    columns: [],
    rows: [['{"externalId":"1"}'], ['{"externalId":"2"}']],
  });
});

test.each([
  ['an empty file', ''],
  ['a picture', '\u0089PNG\u0000\u0000'],
])('%s is refused', async (_, text) => {
  await expect(readHead(new Blob([text]))).rejects.toThrow('not a text');
});
