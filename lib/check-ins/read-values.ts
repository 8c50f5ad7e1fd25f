import { z } from 'zod';
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

const isoTime = z.core.regexes.datetime({ offset: true });
/** What says the same beyond doubt: without seconds, with a blank for the T, an offset without its colon. */
const looseTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(Z|[+-]\d\d)(?::?(\d\d))?$/;

/**
 * ISO 8601 with an offset, of the years 1970 to 9999 in UTC; otherwise what is wrong. A time without an offset is
 * refused: it may be hours off.
 */
export function readTime(
  given: string,
): { time: string } | { time: null; problem: 'no_time' | 'before' | 'after' } {
  const upper = given.trim().toUpperCase();
  const text = isoTime.test(upper) ? upper : strictTime(upper);
  if (text === null) return { time: null, problem: 'no_time' };
  const year = new Date(text).getUTCFullYear();
  if (year >= 1970 && year <= 9999) return { time: text };
  return { time: null, problem: year < 1970 ? 'before' : 'after' };
}

function strictTime(text: string): string | null {
  const parts = looseTime.exec(text);
  if (parts === null) return null;
  const [, day, minute, seconds = ':00', offset = '', minutes] = parts;
  const zone = offset === 'Z' ? offset : `${offset}:${minutes ?? '00'}`;
  const strict = `${day}T${minute}${seconds}${zone}`;
  return isoTime.test(strict) ? strict : null;
}
