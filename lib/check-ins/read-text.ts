import type { WarningCode } from '#lib/domain/check-ins/intake-note';
import { visible } from '../contract/primitives.ts';

/** Most texts are this: nothing to look for in them. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are removed
const control = /[\u0000-\u001f\u007f-\u009f]/;
/** Controls that separate words */
const separating = /[\t\n\v\f\r\u0085]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are removed
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer than any letter with all its marks that somebody meant */
const longestGrapheme = 100;

interface TidyText {
  /** Empty: nothing to see is left */
  text: string;
  /** What was done to it; blanks at its ends are dropped without a word */
  codes: WarningCode[];
}

const nothingDone: WarningCode[] = [];

export function isPlainText(value: string, longest: number): boolean {
  return value.length <= longest && plain.test(value);
}

/** Text that can be stored and shown: well-formed, without control characters, no longer than allowed. */
export function tidyText(given: string, longest: number): TidyText {
  let text = given.trim();
  const codes: WarningCode[] = [];
  if (!text.isWellFormed()) {
    text = text.toWellFormed();
    codes.push('invalid_unicode');
  }
  if (control.test(text)) {
    text = text.replace(separating, ' ').replace(controls, '').trim();
    codes.push('control_characters');
  }
  if (!visible.test(text)) return { text: '', codes: ['empty'] };
  if (text.length > longest) {
    text = beginningOf(text, longest);
    codes.push('too_long');
  }
  return { text, codes: codes.length === 0 ? nothingDone : codes };
}

/** The beginning of a text, cut between two letters or emoji rather than within one. */
function beginningOf(text: string, longest: number): string {
  const { index } = graphemes.segment(text.slice(0, longest + longestGrapheme)).containing(longest) ?? {
    index: longest,
  };
  const cut = text.slice(0, index > longest - longestGrapheme && index > 0 ? index : longest);
  // Half a character is none.
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
}
