import { sourceFailureCodes } from './source-reader.ts';

export const sourceHealths = ['ok', 'failing', 'never_run'] as const;

export const sourceRunStates = ['running', 'done', 'failed'] as const;
export type SourceRunState = (typeof sourceRunStates)[number];

/** `single_devices`: of a quick run, those that were noncompliant and were not on its pages; `missing`: of a full run */
export const sourceRunStages = ['pages', 'single_devices', 'missing'] as const;
export type SourceRunStage = (typeof sourceRunStages)[number];

/** What can be wrong with a source, besides what its reader meets. */
export const sourceProblemCodes = [
  ...sourceFailureCodes,
  /** The key that they were encrypted with is lost: they have to be entered again */
  'secrets_unreadable',
  /** The last full run saw no device, or less than half of those before: nothing is marked as missing */
  'fewer_devices',
  /** Of a run alone: an admin ended it */
  'cancelled',
  /** A defect of Tenko's: the log says which */
  'internal',
] as const;
export type SourceProblemCode = (typeof sourceProblemCodes)[number];

export interface SourceProblem {
  code: SourceProblemCode;
  message: string;
  status: number | null;
}
