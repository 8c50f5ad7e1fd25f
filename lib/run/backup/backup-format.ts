import { z } from 'zod';

/** Rises when an older version of Tenko could no longer read the file. */
export const formatVersion = 1;

const table = z.object({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)).min(1),
});
export type TableInBackup = z.infer<typeof table>;

/** The first entry of a backup: all that is needed to load the rest. */
export const manifestSchema = z.object({
  format: z.literal('tenko-backup'),
  formatVersion: z.number().int().positive(),
  tenkoVersion: z.string(),
  /** When the snapshot was taken, by the database's clock */
  takenAt: z.iso.datetime(),
  postgres: z.string(),
  /** Names of the migrations that the database had, in their order */
  migrations: z.array(z.string()).min(1),
  /** In the order in which they can be loaded: what a table refers to comes before it */
  tables: z.array(table).min(1),
  /** Of the keys that the secrets in it are encrypted with: the keys themselves are not in it */
  secretKeyIds: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The last entry: without it, the file is cut off. */
export const checksumsSchema = z.object({
  manifest: z.string(),
  tables: z.record(z.string(), z.object({ rows: z.number(), bytes: z.number(), sha256: z.string() })),
});
export type Checksums = z.infer<typeof checksumsSchema>;

export const manifestName = 'manifest.json';
export const checksumsName = 'checksums.json';

/** The parts of a table follow each other, and together are what COPY writes and reads as text. */
export function partName(tableName: string, number: number): string {
  return `tables/${tableName}/${String(number).padStart(6, '0')}.copy`;
}

/** The table that an entry is a part of; null: it is none. */
export function tableOfPart(entryName: string): string | null {
  return /^tables\/([a-z_][a-z0-9_]*)\/\d{6,}\.copy$/.exec(entryName)?.[1] ?? null;
}
