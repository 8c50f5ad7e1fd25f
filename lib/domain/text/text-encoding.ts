/** The encodings that files of other systems come in. `windows-1252`: what Excel writes as “CSV” in most of Europe and America */
export const textEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** UTF-16 by its mark, or by the zeros beside Latin letters, in the first bytes of a text; null: it is no UTF-16. */
export function utf16In(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const some = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of some.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > some.length / 8 && even < odd / 8) return 'utf-16le';
  return even > some.length / 8 && odd < even / 8 ? 'utf-16be' : null;
}

/**
 * UTF-8 by its form. Other bytes are taken for Windows-1252, which has no form to be told by: any other encoding has to be named.
 * `isAll`: nothing follows. Null: all of it is ASCII, or it ends within its only letter that is not.
 */
export function formOf(bytes: Uint8Array, isAll: boolean): 'utf-8' | 'windows-1252' | null {
  const begin = bytes.findIndex((byte) => byte >= 0x80);
  if (begin === -1) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(begin), {
      stream: !isAll,
    });
    return text === '' ? null : 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
