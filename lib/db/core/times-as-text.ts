import { types } from 'pg';

type Parse = (text: string) => unknown;
const { INT8, TIMESTAMPTZ } = types.builtins;

/** How rows are read where every microsecond counts: no Date is made of a time that only travels on as text. */
export const timeTextParsers = {
  getTypeParser(oid: number): Parse {
    if (oid === TIMESTAMPTZ) return isoTime;
    if (oid === INT8) return Number;
    return types.getTypeParser(oid, 'text') as Parse;
  },
};

/** `2026-11-23 07:00:00.12+00` as `2026-11-23T07:00:00.120Z`. */
export function isoTime(text: string): string {
  // Another zone of the session, or a year beyond four digits
  if (!text.endsWith('+00') || text[10] !== ' ') return new Date(text).toISOString();
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}
