import { fileVariable, secretVariables } from './secret-files.ts';

/** A variable that is set, as it may be shown to whoever runs Tenko. */
export interface GivenSetting {
  name: string;
  /** The file that it comes from; null: the environment itself */
  file: string | null;
  /** Null: it is secret, or may name a person */
  value: string | null;
}

type Source = Record<string, string | undefined>;

const isSet = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';
const secrets = new Set<string>(secretVariables);
/** Senders of mail are people, too. */
const hidden = (name: string) => secrets.has(name.toUpperCase()) || name === 'TENKO_MAIL_FROM';

/** Of all variables that Tenko reads, those that are set. */
export function givenSettings(names: readonly string[], source: Source): GivenSetting[] {
  return names.flatMap((name): GivenSetting[] => {
    const file = source[fileVariable(name)];
    if (secrets.has(name) && isSet(file)) return [{ name, file: file.trim(), value: null }];
    const value = source[name];
    return isSet(value) ? [{ name, file: null, value: hidden(name) ? null : value.trim() }] : [];
  });
}

/** Variables that look like Tenko's, and are not: misspelled, or of another version. */
export function unknownSettings(names: readonly string[], source: Source): string[] {
  const known = new Set([...names, ...secretVariables.map(fileVariable)]);
  return Object.keys(source).filter(
    (name) => /^(?:TENKO|AZURE)_/.test(name) && isSet(source[name]) && !known.has(name),
  );
}
