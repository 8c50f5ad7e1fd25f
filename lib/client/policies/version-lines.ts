import { attributeText } from '#lib/domain/policies/attribute';
import { versionKeyOf } from '#lib/domain/policies/version-key';
import type { ListedVersion } from '#lib/domain/policies/version-list';
import { newKey } from './rule-tree.ts';

/** A version while it is written. */
export interface VersionRow {
  key: string;
  version: string;
  releasedAt: string;
  /** Separated by semicolons, as names of models have commas */
  models: string;
}

export type RowProblem = 'version' | 'date' | 'twice';

export function emptyRow(): VersionRow {
  return { key: newKey(), version: '', releasedAt: '', models: '' };
}

export function rowsOf(versions: readonly ListedVersion[]): VersionRow[] {
  return versions.map(({ version, releasedAt, models = [] }) => ({
    key: newKey(),
    version,
    releasedAt,
    models: models.join('; '),
  }));
}

export function versionsOf(rows: readonly VersionRow[]): ListedVersion[] {
  return rows.map(({ version, releasedAt, models }) => {
    const names = modelsOf(models);
    const listed = { version: version.trim(), releasedAt: releasedAt.trim() };
    return names.length === 0 ? listed : { ...listed, models: names };
  });
}

export function modelsOf(text: string): string[] {
  const names = text.split(';').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

/** What the API would refuse, by the row's key. */
export function rowProblems(rows: readonly VersionRow[]): Map<string, RowProblem> {
  const problems = new Map<string, RowProblem>();
  const seen = new Set<string>();
  for (const { key, version, releasedAt, models } of rows) {
    const parts = versionKeyOf(version);
    const names = modelsOf(models).map((model) => model.toLowerCase());
    const same = (names.length === 0 ? [''] : names).map((model) => `${parts} ${model}`);
    if (parts === null) problems.set(key, 'version');
    else if (typeof attributeText(releasedAt.trim()) === 'string') problems.set(key, 'date');
    else if (same.some((one) => seen.has(one))) problems.set(key, 'twice');
    for (const one of same) seen.add(one);
  }
  return problems;
}

/**
 * Rows of lines such as `26.1, 2026-11-03` or `18.7.2, 2026-11-05, iPhone XS; iPhone XR`, with commas or tabs, as
 * spreadsheets copy them. Empty lines count for nothing.
 */
export function rowsOfLines(text: string): VersionRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [, version = '', releasedAt = '', models = ''] = columns.exec(line) ?? [];
    return {
      key: newKey(),
      version: version.trim(),
      releasedAt: releasedAt.trim(),
      models: models.replaceAll('\t', '; ').trim(),
    };
  });
}

/** Names of models may have commas. */
const columns = /^([^,\t]*)[,\t]?([^,\t]*)[,\t]?(.*)$/;
