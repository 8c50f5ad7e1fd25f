/** A point in time, with the text that the feed gave. */
export interface AttributeTime {
  /** ISO 8601, UTC, milliseconds */
  time: string;
  text: string;
}

/** What a feed reports of a device beyond the named facts. */
export type AttributeValue = string | number | boolean | AttributeTime;
export type Attributes = Record<string, AttributeValue>;

export const mostAttributes = 50;
export const longestAttributeKey = 64;
export const longestAttributeText = 256;

const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Text that is a time of ISO 8601 with an offset, or a date, is kept as one: a date is its midnight in UTC. */
export function attributeText(text: string): string | AttributeTime {
  const found = isoTime.exec(text);
  if (found === null) return text;
  const [year, month, day] = found.slice(1, 4).map(Number);
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || year === undefined || month === undefined || day === undefined)
    return text;
  // Date takes 30 February for 2 March.
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const inRange = year >= 1970 && at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999;
  return inRange && day <= daysInMonth ? { time: at.toISOString(), text } : text;
}

/** The value as it is shown and returned. */
export function plainAttribute(value: AttributeValue): string | number | boolean {
  return typeof value === 'object' ? value.text : value;
}

export function plainAttributes(attributes: Attributes): Record<string, string | number | boolean> {
  return Object.fromEntries(knownAttributes(attributes).map(([key, value]) => [key, plainAttribute(value)]));
}

/** Up to version 0.2.0, a number such as 1e400 was stored as a null. */
export function knownAttributes(attributes: Attributes): [string, AttributeValue][] {
  return Object.entries(attributes).filter(([, value]) => value !== null);
}
