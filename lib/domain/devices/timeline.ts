/** What a timeline may be narrowed to. `verdict` and `drift`: those check-ins, policies and read-backs that changed it. */
export const timelineKinds = [
  'check_in',
  'policies',
  'exception',
  'verdict',
  'report',
  'read_back',
  'drift',
  'retirement',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** How far a retirement got: an admin asked for it; nothing more is owed to Microsoft; Entra’s object is deleted. */
export const retirementSteps = ['asked', 'retired', 'deleted'] as const;
export type RetirementStep = (typeof retirementSteps)[number];

/** An admin gave an exception from a policy, or its time was over. */
export const exceptionSteps = ['given', 'ended'] as const;
export type ExceptionStep = (typeof exceptionSteps)[number];

/** The position of an event in its device's history: by time, then by id. */
export interface TimelinePosition {
  at: Date;
  id: string;
}

/** Newest first. Ids in small letters compare as PostgreSQL compares them. */
export function compareNewestFirst(a: TimelinePosition, b: TimelinePosition): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** The newest of several histories as one; each must hold as many of its own newest. */
export function mergeNewestFirst<Event extends TimelinePosition>(
  histories: readonly (readonly Event[])[],
  limit: number,
): Event[] {
  return histories.flat().sort(compareNewestFirst).slice(0, limit);
}
