import { durationMs } from '#lib/domain/text/age';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Units of time in which admins write durations. */
export const durationUnits = ['minute', 'hour', 'day'] as const;
export type DurationUnit = (typeof durationUnits)[number] | 'second';

export interface DurationParts {
  unit: DurationUnit;
  count: number;
}

const lengths = { day, hour, minute, second } as const satisfies Record<DurationUnit, number>;

/** A duration in the largest unit that says it exactly: `PT48H` is 2 days. Null: it is no duration. */
export function partsOf(duration: string): DurationParts | null {
  const ms = durationMs(duration);
  if (ms === null) return null;
  if (ms === 0) return { unit: 'day', count: 0 };
  const unit = (['day', 'hour', 'minute'] as const).find((one) => ms % lengths[one] === 0) ?? 'second';
  return { unit, count: ms / lengths[unit] };
}

export function durationOf({ unit, count }: DurationParts): string {
  if (count === 0) return 'PT0S';
  switch (unit) {
    case 'day':
      return `P${count}D`;
    case 'hour':
      return `PT${count}H`;
    case 'minute':
      return `PT${count}M`;
    case 'second':
      return `PT${count}S`;
  }
}
