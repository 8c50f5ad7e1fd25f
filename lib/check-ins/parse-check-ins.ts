import type { CheckIn } from '#lib/domain/check-ins/apply-check-in';
import { aheadOfReceipt } from '#lib/domain/check-ins/check-in-order';
import type { IntakeError, IntakeWarning } from '#lib/domain/check-ins/intake-note';
import { mostViolations } from '#lib/domain/devices/verdict';
import type { CheckInResult } from '../contract/check-in.ts';
import { CheckInReader, isRecord } from './check-in-reader.ts';
import { readCheckIn } from './read-check-in.ts';

export type ParsedItem =
  | { ok: true; checkIn: CheckIn; warnings: IntakeWarning[] }
  | { ok: false; externalId: string | null; error: NonNullable<CheckInResult['error']> };

/** Judges each item alone. Only what decides must be right; the rest becomes a warning. */
export function parseCheckIns(items: readonly unknown[], now: Date): ParsedItem[] {
  return items.map((item) => {
    const reader = new CheckInReader();
    const checkIn = readCheckIn(item, reader);
    if (checkIn === null || reader.errors.length > 0) return rejected(item, reader.errors);
    warnOfClock(checkIn, reader, now);
    if ((checkIn.violations?.length ?? 0) > mostViolations) {
      reader.warn('violations', 'too_many', `all are evaluated; the ${mostViolations} most severe are kept`);
    }
    return { ok: true, checkIn, warnings: reader.warnings };
  });
}

function warnOfClock(checkIn: CheckIn, reader: CheckInReader, now: Date): void {
  for (const path of ['checkedInAt', 'observedAt'] as const) {
    const given = checkIn[path];
    const aheadMs = given === undefined ? 0 : aheadOfReceipt(new Date(given), now);
    if (aheadMs === 0) continue;
    const minutes = Math.floor(aheadMs / 60_000);
    reader.warn(
      path,
      'clock_ahead',
      `is ${minutes} minutes ahead of the time of receipt, which is used instead`,
    );
  }
}

function rejected(item: unknown, errors: IntakeError[]): ParsedItem {
  const given = isRecord(item) ? item.externalId : null;
  const detail = errors
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return {
    ok: false,
    externalId: typeof given === 'string' || typeof given === 'number' ? String(given).slice(0, 200) : null,
    error: { code: 'invalid_input', detail, errors },
  };
}
