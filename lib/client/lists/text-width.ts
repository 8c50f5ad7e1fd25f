/** Widths of letters, in hundredths of the font size, as wide as in the widest of the console's fonts. */
const narrow = 39;
const usual = 65;
const capital = 72;
const wide = 96;
/** Of Chinese, Japanese and Korean */
const full = 102;

function widthOf(letter: string): number {
  if (/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3ffff}]/u.test(letter)) return full;
  if (/[fijlrtIJ\s.,:;'’|!()[\]_-]/.test(letter)) return narrow + (letter === '_' ? 14 : 0);
  if (/[mwMW@%…—]/.test(letter)) return wide;
  return /\p{Lu}/u.test(letter) ? capital : usual;
}

/**
 * About how wide a text is, in pixels, and rather too wide than too narrow. Servers and browsers return the same, so that
 * the first paint of a table has its final columns.
 */
export function textWidth(text: string, fontSize = 14): number {
  const hundredths = [...text].reduce((sum, letter) => sum + widthOf(letter), 0);
  return Math.ceil((hundredths * fontSize) / 100);
}
