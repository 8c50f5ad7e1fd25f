import { readFileSync } from 'node:fs';

/** Variables with a credential in them. Each can be given as a file, too: the one that `<name>_FILE` names. */
export const secretVariables = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'AZURE_CLIENT_SECRET',
  'AZURE_SIGN_IN_CLIENT_SECRET',
  'TENKO_SECRET_KEY',
  'TENKO_BOOTSTRAP_API_KEY',
  'TENKO_SMTP_URL',
  'TENKO_BACKUP_PASSPHRASE',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'HTTPS_PROXY',
  'HTTP_PROXY',
] as const;

type Source = Record<string, string | undefined>;

export const fileVariable = (name: string) => `${name}_FILE`;

const isGiven = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/**
 * The environment with the secrets that come from files. Throws an Error with one line that names the variable and the file, and
 * quotes nothing of what is in it. An empty file is refused: without its address, another database would be used.
 */
export function withSecretFiles(source: Source): Source {
  const read: Source = {};
  for (const name of secretVariables) {
    const fileName = fileVariable(name);
    const path = source[fileName];
    if (!isGiven(path)) continue;
    if (isGiven(source[name])) throw new Error(`${name} and ${fileName} are both set: unset one of them.`);
    const text = textOf(fileName, path.trim());
    if (text.trim() === '') throw new Error(`${fileName} is not usable: ${path.trim()} is empty.`);
    read[name] = text;
  }
  return { ...source, ...read };
}

function textOf(fileName: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Error(`${fileName} is not usable: ${path} cannot be read${code}.`);
  }
}

/** `inherited` with `more`: a variable in `more` also replaces the file that names its value. */
export function withoutReplacedFiles<T extends Source>(inherited: T, more: Record<string, string>): T {
  const kept: T = { ...inherited };
  for (const name of secretVariables) if (name in more) Reflect.deleteProperty(kept, fileVariable(name));
  return { ...kept, ...more };
}
