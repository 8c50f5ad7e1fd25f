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
    else if (!isTime(releasedAt)) problems.set(key, 'date');
    else if (same.some((one) => seen.has(one))) problems.set(key, 'twice');
    for (const one of same) seen.add(one);
  }
  return problems;
}

function isTime(text: string): boolean {
  return typeof attributeText(text.trim()) === 'object';
}

/**
 * Rows of lines such as `26.1, 2026-11-03` or `18.7.2, 2026-11-05, iPhone XS; iPhone XR`, with commas or tabs, as
 * spreadsheets copy them, and the lines that are none, by their numbers. Empty lines count for nothing.
 */
export function rowsOfLines(text: string): {
  rows: VersionRow[];
  unreadable: { number: number; line: string }[];
} {
  const rows: VersionRow[] = [];
  const unreadable: { number: number; line: string }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, version = '', releasedAt = '', models = ''] = columns.exec(line) ?? [];
    if (versionKeyOf(version) === null || !isTime(releasedAt)) {
      unreadable.push({ number: index + 1, line: line.trim() });
      continue;
    }
    rows.push({
      key: newKey(),
      version: version.trim(),
      releasedAt: releasedAt.trim(),
      models: models.replaceAll('\t', '; ').trim(),
    });
  }
  return { rows, unreadable };
}

/** Names of models may have commas. */
const columns = /^([^,\t]*)[,\t]?([^,\t]*)[,\t]?(.*)$/;
