/** Why something in a check-in was changed, cut or left out, although the check-in counts. */
export const warningCodes = [
  /** An optional text without content: none */
  'empty',
  /** A name or an OS version that is missing: Tenko fills it in */
  'missing',
  'too_long',
  'control_characters',
  'invalid_unicode',
  /** Of another type than it should be, and left out */
  'invalid_type',
  /** Of another type than it should be, and understood */
  'converted',
  'invalid_time',
  'before_1970',
  'invalid_id',
  /** An id of zeros, or of `f`, which stands for none */
  'no_id',
  'invalid_value',
  /** More violations than are kept */
  'too_many',
  'clock_ahead',
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Why a check-in does not count: something that decides is wrong. */
export const rejectionCodes = [
  'required',
  'invalid_type',
  'invalid_value',
  'invalid_time',
  'too_long',
  'control_characters',
  'invalid_unicode',
  'unrecognized_keys',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

/** `path` is inside the check-in: `device.serialNumber`, `violations.0.since`. `message` is English, for the feed's developer. */
export interface IntakeNote<Code extends string = string> {
  path: string;
  code: Code;
  message: string;
}
export type IntakeWarning = IntakeNote<WarningCode>;
export type IntakeError = IntakeNote<RejectionCode>;

/** What became of a check-in. */
export const checkInOutcomes = ['created', 'changed', 'unchanged', 'stale', 'rejected'] as const;
export type CheckInOutcome = (typeof checkInOutcomes)[number];
