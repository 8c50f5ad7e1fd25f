import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import {
  dropOtherSecrets,
  placeOfSecret,
  putSecrets,
  selectSecrets,
  shareSecretKey,
} from '#lib/db/sources/source-secrets';
import type { SourceRow } from '#lib/db/sources/sources';
import type { SecretBox } from '#lib/domain/secret-box';
import { neededSecrets, type SourceAccess } from '#lib/domain/sources/source';
import type { SourceProblem } from '#lib/domain/sources/source-problem';
import type { SourceInput } from '../contract/sources/source.ts';
import { TenkoError } from '../errors.ts';

/**
 * Stores the secrets that were sent, and keeps the others; if the source has moved to another host, none is kept: it would get what was
 * meant for the former one. Throws `invalid_input` naming each that is missing.
 */
export async function storeSecrets(
  tx: Transaction,
  box: SecretBox,
  {
    sourceId,
    input,
    stored,
    hasMoved,
  }: { sourceId: string; input: SourceInput; stored: readonly string[]; hasMoved: boolean },
): Promise<void> {
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(input.secrets ?? {})) given.set(name, textOf(value));
  const needed = new Set<string>([...neededSecrets[input.kind], ...(hasMoved ? stored : [])]);
  const missing = [...needed].filter((name) => !given.has(name) && (hasMoved || !stored.includes(name)));
  if (missing.length > 0) {
    const message = hasMoved ? 'is required again, because the address moves to another host' : 'is required';
    const errors = missing.map((name) => ({ path: `secrets.${name}`, code: 'required', message }));
    const detail = errors.map(({ path }) => `${path}: ${message}`).join('; ');
    throw new TenkoError('invalid_input', detail, { errors });
  }
  await shareSecretKey(tx);
  const kept = hasMoved ? [] : stored.filter((name) => !given.has(name));
  const set = [...given].filter(([, value]) => value !== '');
  await dropOtherSecrets(tx, sourceId, [...kept, ...set.map(([name]) => name)]);
  const sealed = set.map(async ([name, value]) => {
    return { sourceId, name, sealed: await box.seal(value, placeOfSecret({ sourceId, name })) };
  });
  await putSecrets(tx, await Promise.all(sealed));
}

/** Headers are one secret, as JSON; none at all is empty. */
function textOf(value: string | Record<string, string>): string {
  if (typeof value === 'string') return value;
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

/** What a reader needs to know of a source, with its secrets in clear text: nothing of it may be logged, stored or returned. */
export async function accessOf(
  { pool }: Pick<Database, 'pool'>,
  box: SecretBox,
  { id, kind, url, settings }: Pick<SourceRow, 'id' | 'kind' | 'url' | 'settings'>,
): Promise<{ access: SourceAccess } | { problem: SourceProblem }> {
  const secrets: Record<string, string> = {};
  for (const stored of await selectSecrets(pool, id)) {
    const secret = await box.open(stored.sealed, placeOfSecret(stored));
    if (secret === null) return { problem: unreadable(stored.name) };
    secrets[stored.name] = secret;
  }
  return { access: { kind, url, settings, secrets } };
}

function unreadable(name: string): SourceProblem {
  const message = `The key that ${name} was encrypted with is lost. Enter the secrets of this source again.`;
  return { code: 'secrets_unreadable', message, status: null };
}
