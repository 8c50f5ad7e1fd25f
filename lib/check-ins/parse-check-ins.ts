import type { z } from 'zod';
import { type CheckInResult, checkIn } from '../contract/check-in.ts';
import { fieldErrorsOf } from '../contract/field-errors.ts';
import type { CheckIn } from '../domain/apply-check-in.ts';

export type ParsedItem =
  | { ok: true; checkIn: CheckIn }
  | { ok: false; externalId: string | null; error: NonNullable<CheckInResult['error']> };

/** Clocks differ a little; a check-in from the far future would make all later ones stale. */
const toleratedAheadMs = 24 * 3_600_000;

/** Judges each item alone. */
export function parseCheckIns(items: readonly unknown[], now: Date): ParsedItem[] {
  return items.map((item) => {
    const parsed = checkIn.safeParse(item);
    if (!parsed.success) return rejected(item, fieldErrorsOf(parsed.error as z.ZodError));
    if (Date.parse(parsed.data.checkedInAt) > now.getTime() + toleratedAheadMs) {
      const message = 'must not lie more than 24 hours in the future';
      return rejected(item, [{ path: 'checkedInAt', code: 'too_late', message }]);
    }
    return { ok: true, checkIn: parsed.data };
  });
}

function rejected(item: unknown, errors: NonNullable<CheckInResult['error']>['errors']): ParsedItem {
  const given = typeof item === 'object' && item !== null && 'externalId' in item ? item.externalId : null;
  const detail = errors
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return {
    ok: false,
    externalId: typeof given === 'string' ? given.slice(0, 200) : null,
    error: { code: 'invalid_input', detail, errors },
  };
}
