import { z } from 'zod';
import type {
  IntakeError,
  IntakeWarning,
  RejectionCode,
  WarningCode,
} from '#lib/domain/check-ins/intake-note';
import { visible } from '#lib/domain/text/shown-text';
import { boundedPath } from '../contract/field-errors.ts';

/** Most texts are this: nothing to look for in them. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are removed
const control = /[\u0000-\u001f\u007f-\u009f]/;
/** Controls that separate words */
const separating = /[\t\n\v\f\r\u0085]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are removed
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Longer than any real letter with all its marks */
const longestGrapheme = 100;

interface TidyText {
  /** Empty: nothing to see is left */
  text: string;
  /** What was done to it; blanks at its ends are dropped without a word */
  codes: WarningCode[];
}

const nothingDone: WarningCode[] = [];

function isPlainText(value: string, longest: number): boolean {
  return value.length <= longest && plain.test(value);
}

/** Text that can be stored and shown: well-formed, without control characters, no longer than allowed. */
function tidyText(given: string, longest: number): TidyText {
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
function readTime(given: string): { time: string } | { time: null; problem: 'no_time' | 'before' | 'after' } {
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

/** More help nobody, and would answer a large body with a larger one. */
const mostNotes = 50;

const canonicalId = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const looseId = /^[{(]?\s*([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})\s*[)}]?$/;
const placeholderId = /^(?:[0-]+|[f-]+)$/;

const flags: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...(['true', 'yes', '1', 1] as const).map((value) => [value, true] as const),
  ...(['false', 'no', '0', 0] as const).map((value) => [value, false] as const),
]);

const said = {
  empty: 'is empty: treated as none',
  missing: 'is missing',
  too_long: 'is too long',
  control_characters: 'had control characters: they are removed',
  invalid_unicode: 'is not well-formed Unicode: the invalid part is replaced',
  invalid_type: 'has the wrong type: left out',
  converted: 'has another type than documented: converted',
  invalid_time: 'is not an ISO 8601 time with an offset, such as 2026-11-23T07:00:00Z: left out',
  before_1970: 'is before 1970: treated as none',
  invalid_id: 'is not a UUID: left out',
  no_id: 'is a placeholder, not an id: treated as none',
  invalid_value: 'is unknown: left out',
  too_many: 'are too many to keep',
  clock_ahead: 'is ahead of the time of receipt',
} satisfies Record<WarningCode, string>;

type Read<T> = T | null | undefined;

/**
 * Reads the values of one check-in, and notes what is wrong. Undefined: not said, or left out; null: none. What is
 * optional never throws a check-in away: it becomes a warning.
 */
export class CheckInReader {
  readonly errors: IntakeError[] = [];
  readonly warnings: IntakeWarning[] = [];

  fail(path: string, code: RejectionCode, message: string): void {
    if (this.errors.length < mostNotes) this.errors.push({ path: boundedPath(path), code, message });
  }

  warn(path: string, code: WarningCode, message: string = said[code]): void {
    if (this.warnings.length < mostNotes) this.warnings.push({ path: boundedPath(path), code, message });
  }

  /** An object with known keys only; others are errors. Null and undefined as they are. */
  fields(value: unknown, path: string, known: ReadonlySet<string>): Read<Record<string, unknown>> {
    if (value === undefined || value === null) return value;
    if (!isRecord(value)) {
      this.warn(path, 'invalid_type');
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (known.has(key)) continue;
      this.fail(path === '' ? key : `${path}.${key}`, 'unrecognized_keys', 'is unknown');
    }
    return value;
  }

  text(value: unknown, path: string, longest: number): Read<string> {
    if (value === undefined || value === null) return value;
    if (typeof value === 'string' && isPlainText(value, longest)) return value;
    const given = this.asText(value, path);
    if (given === undefined) return undefined;
    const { text, codes } = tidyText(given, longest);
    for (const code of codes) {
      if (code === 'too_long') this.warn(path, code, `is longer than ${longest} characters: cut`);
      else this.warn(path, code);
    }
    return text === '' ? null : text;
  }

  /** A name for looking someone up: cut, it would be another person's. */
  principalName(value: unknown, path: string, longest: number): Read<string> {
    if (typeof value === 'string' && value.trim().length > longest) {
      this.warn(path, 'too_long', `is longer than ${longest} characters: left out`);
      return undefined;
    }
    return this.text(value, path, longest);
  }

  id(value: unknown, path: string): Read<string> {
    if (value === undefined || value === null) return value;
    if (typeof value !== 'string') {
      this.warn(path, 'invalid_type');
      return undefined;
    }
    const given = value.trim().toLowerCase();
    const id = canonicalId.test(given) ? given : looseId.exec(given)?.slice(1).join('-');
    if (id === undefined) {
      this.warn(path, given === '' ? 'empty' : 'invalid_id');
      return given === '' ? null : undefined;
    }
    if (!placeholderId.test(id)) return id;
    this.warn(path, 'no_id');
    return null;
  }

  /** An optional time, as ISO 8601. */
  time(value: unknown, path: string): Read<string> {
    if (value === undefined || value === null) return value;
    if (typeof value !== 'string') {
      this.warn(path, 'invalid_type');
      return undefined;
    }
    const read = readTime(value);
    if (read.time !== null) return read.time;
    const isBlank = value.trim() === '';
    const code = isBlank ? 'empty' : read.problem === 'before' ? 'before_1970' : 'invalid_time';
    this.warn(path, code);
    return code === 'invalid_time' ? undefined : null;
  }

  /** A time that decides: one that cannot be used is an error. */
  requiredTime(value: unknown, path: string): string {
    const given = typeof value === 'string' ? value : '';
    const read = readTime(given);
    if (read.time !== null) return read.time;
    const isMissing = value === undefined || value === null || value === '';
    if (isMissing) this.fail(path, 'required', 'is required');
    else if (read.problem !== 'no_time') this.fail(path, 'invalid_time', 'must be between 1970 and 9999');
    else {
      const example = 'such as 2026-11-23T07:00:00Z';
      this.fail(path, 'invalid_time', `must be an ISO 8601 time with an offset, ${example}`);
    }
    return '';
  }

  flag(value: unknown, path: string): Read<boolean> {
    if (value === undefined || value === null || typeof value === 'boolean') return value;
    const given = typeof value === 'string' ? value.trim().toLowerCase() : value;
    const flag = flags.get(given);
    this.warn(path, flag !== undefined ? 'converted' : given === '' ? 'empty' : 'invalid_type');
    return flag ?? (given === '' ? null : undefined);
  }

  private asText(value: unknown, path: string): string | undefined {
    if (typeof value === 'string') return value;
    const isExact = typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
    this.warn(path, isExact ? 'converted' : 'invalid_type');
    return isExact ? String(value) : undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
