/** A value of an event as text; absent and null differ. */
export function factText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
