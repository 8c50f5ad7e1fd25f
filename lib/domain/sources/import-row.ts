import type { SourceRecord } from './source-reader.ts';

/** Whose columns a file has. */
export const importMappings = ['ivanti_export', 'tenko_export'] as const;
export type ImportMapping = (typeof importMappings)[number];

/** How the records of a file that another system wrote become check-ins. */
export interface FileMapping {
  /** The field that a column, or a key of a JSON object, is of; null: it is not read */
  fieldOf: (column: string) => string | null;
  /** One field of each of these lists must be among the columns: without it, no record could be taken */
  needed: readonly (readonly string[])[];
  /** Fields whose cells are times, as the file writes them */
  times: readonly string[];
  /** A record by its fields. What is in no column is undefined, an empty cell null */
  map: (fields: Readonly<Record<string, unknown>>) => SourceRecord;
}
