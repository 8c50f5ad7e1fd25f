/**
 * Reads a Retry-After header: seconds, or an HTTP date (RFC 9110, 10.2.3), which is taken from the answer's own `Date`
 * where it has one: our clock may be wrong. In ms; undefined: none. `now` in ms since 1970.
 */
export function parseRetryAfter(
  header: string | undefined,
  now: number,
  answeredAt?: string | undefined,
): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  const theirs = Date.parse(answeredAt ?? '');
  return Math.max(at - (Number.isNaN(theirs) ? now : theirs), 0);
}
