type AsText<T> = T extends Date ? string : T;

/** A row with its times as ISO 8601 in UTC, as they cross our HTTP boundary. */
export function timesAsText<Row extends object>(row: Row): { [Key in keyof Row]: AsText<Row[Key]> } {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(entries) as { [Key in keyof Row]: AsText<Row[Key]> };
}
