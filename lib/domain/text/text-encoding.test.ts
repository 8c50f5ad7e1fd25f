import { expect, test } from 'vitest';
import { formOf, utf16In } from './text-encoding.ts';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const swapped = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());

test.each([
  ['with a mark', utf16('\ufeffname,os'), 'utf-16le'],
  ['in the other order', swapped('\ufeffname,os'), 'utf-16be'],
  ['without a mark', utf16('name,os\r\nGerät,ios\r\n'), 'utf-16le'],
  ['in the other order without a mark', swapped('name,os\r\nGerät,ios\r\n'), 'utf-16be'],
  ['not at all', utf8('name,os'), null],
  ['not at all, and with a zero', utf8('name,os,\u0000 and more'), null],
  ['not at all, and empty', new Uint8Array(), null],
])('UTF-16 %s', (_, bytes, encoding) => {
  expect(utf16In(bytes)).toBe(encoding);
});

test.each([
  ['an umlaut in UTF-8', utf8('Gerät'), 'utf-8', 'utf-8'],
  ['a mark', utf8('\ufeff'), 'utf-8', 'utf-8'],
  ['Japanese', utf8('デバイス'), 'utf-8', 'utf-8'],
  ['an umlaut in Windows-1252', latin1('Gerät;x'), 'windows-1252', 'windows-1252'],
  ['ASCII', utf8('name'), null, null],
  ['a letter that is cut', utf8('Gerät').subarray(0, 4), null, 'windows-1252'],
])('the form of %s', (_, bytes, asBeginning, asAll) => {
  expect([formOf(bytes, false), formOf(bytes, true)]).toEqual([asBeginning, asAll]);
});
