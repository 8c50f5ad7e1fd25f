import { z } from 'zod';
import { integer, secret } from './values.ts';

/** How backups are encrypted, and those that Tenko makes by itself */
export interface BackupEnv {
  passphrase: string | null;
  recipients: string[];
  identityFile: string | null;
  /** Null: Tenko makes none by itself */
  dir: string | null;
  everyHours: number;
  /** How many of these are kept */
  keep: number;
}

export const backupVariables = {
  TENKO_BACKUP_DIR: z
    .string()
    .optional()
    .describe('Folder into which Tenko writes a backup regularly. Unset: it makes none by itself'),
  TENKO_BACKUP_EVERY_HOURS: integer(1, 720)
    .default(24)
    .describe('Hours from one of these backups to the next'),
  TENKO_BACKUP_KEEP: integer(1, 1000).default(14).describe('How many of these backups are kept'),
  TENKO_BACKUP_PASSPHRASE: secret
    .refine((value) => value.length >= 12, 'at least 12 characters long')
    .optional()
    .describe('Passphrase that backups are encrypted with (age). Unset: see TENKO_BACKUP_RECIPIENTS'),
  TENKO_BACKUP_RECIPIENTS: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine(
      (keys) => keys.every((key) => /^age1[a-z0-9]+$/.test(key)),
      'public keys of age (age1…), with commas between',
    )
    .default([])
    .describe('Public keys (age1…) that backups are encrypted for. Unset, and no passphrase: not encrypted'),
  TENKO_BACKUP_IDENTITY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the private key (AGE-SECRET-KEY-1…) to restore a backup that was encrypted for public keys',
    ),
};

export function readBackup(values: z.infer<z.ZodObject<typeof backupVariables>>): BackupEnv {
  return {
    passphrase: values.TENKO_BACKUP_PASSPHRASE ?? null,
    recipients: values.TENKO_BACKUP_RECIPIENTS,
    identityFile: values.TENKO_BACKUP_IDENTITY_FILE ?? null,
    dir: values.TENKO_BACKUP_DIR ?? null,
    everyHours: values.TENKO_BACKUP_EVERY_HOURS,
    keep: values.TENKO_BACKUP_KEEP,
  };
}
