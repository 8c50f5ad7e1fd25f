import { isEqual, pick } from 'es-toolkit';
import { LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { Database } from '#lib/db/core/database';
import { type PolicyRow, selectPolicies } from '#lib/db/policies/policies';
import type { Actor } from '#lib/domain/people/actor';
import { fieldErrorsOf } from '../contract/field-errors.ts';
import { type PolicyInput, policyInput } from '../contract/policy.ts';
import { TenkoError } from '../errors.ts';
import { brakeOf } from './preview-policy.ts';
import { changePolicy, createPolicy, deletePolicy } from './save-policy.ts';

const written = ['name', 'description', 'enabled', 'mode', 'scope', 'rule', 'steps', 'fix'] as const;
const mostPolicies = 200;
const file = z.strictObject({ policies: z.array(policyInput).max(mostPolicies) });

/** What a file would do with one policy. */
export interface PolicyFileChange {
  kind: 'create' | 'change' | 'delete';
  /** Of the stored policy; null: it is created */
  id: string | null;
  name: string;
  /** Which parts of a stored policy change */
  parts: string[];
  input: PolicyInput | null;
  /** Devices that it would make newly noncompliant or retired */
  newlyBlocked: number;
  needsConfirmation: boolean;
}

/** All policies as YAML. Reading it back changes nothing. */
export async function exportPolicyFile(db: Database, now: Date): Promise<string> {
  const stored = await selectPolicies(db.pool, { now, most: 1 });
  return stringify({ policies: stored.map((policy) => pick(policy, written)) });
}

/**
 * What a file would change. Policies are known by their names. One that came from a file and is in it no longer is
 * deleted; others that the file does not name stay. Throws `invalid_input`, with each problem and its line.
 */
export async function planPolicyFile(db: Database, text: string, now: Date): Promise<PolicyFileChange[]> {
  const wanted = readPolicyFile(text);
  const stored = await selectPolicies(db.pool, { now, most: 1 });
  const changes: PolicyFileChange[] = [];
  for (const input of wanted) {
    const found = storedAs(input.name, stored);
    const parts =
      found === null ? [...written] : written.filter((part) => !isEqual(input[part], found[part]));
    const isTaken = found === null || found.managedByFile === null;
    if (parts.length === 0 && !isTaken) continue;
    const { count, holds } = await brakeOf(db, input, found, now);
    const blocks = { newlyBlocked: count, needsConfirmation: holds };
    const kind = found === null ? 'create' : 'change';
    changes.push({ kind, id: found?.id ?? null, name: input.name, parts, input, ...blocks });
  }
  const names = new Set(wanted.map(({ name }) => name));
  const gone = stored.filter(({ name, managedByFile }) => managedByFile !== null && !names.has(name));
  for (const { id, name } of gone)
    changes.push({
      kind: 'delete',
      id,
      name,
      parts: [],
      input: null,
      newlyBlocked: 0,
      needsConfirmation: false,
    });
  return changes;
}

/** Carries out what `planPolicyFile` says, one policy after the other. `confirm`: what takes access from many is confirmed. */
export async function applyPolicyFile(
  db: Database,
  text: string,
  { managedByFile, confirm, actor }: { managedByFile: string; confirm: boolean; actor: Actor },
  now: Date,
): Promise<PolicyFileChange[]> {
  const changes = await planPolicyFile(db, text, now);
  const held = changes.filter(({ needsConfirmation }) => needsConfirmation && !confirm);
  if (held.length > 0) {
    const names = held.map(({ name, newlyBlocked }) => `${name} (${newlyBlocked} devices)`).join(', ');
    throw new TenkoError(
      'confirmation_needed',
      `Many devices would become noncompliant or retired: ${names}.`,
    );
  }
  for (const { kind, id, input, newlyBlocked } of changes) {
    if (id !== null && kind === 'delete') await deletePolicy(db, id, actor, now);
    else if (input !== null) {
      const confirmed = { ...input, confirm: newlyBlocked };
      if (id === null) await createPolicy(db, confirmed, actor, now, { managedByFile });
      else await changePolicy(db, id, confirmed, actor, now, { managedByFile });
    }
  }
  return changes;
}

function storedAs(name: string, stored: readonly PolicyRow[]): PolicyRow | null {
  const found = stored.filter((policy) => policy.name === name);
  if (found.length > 1)
    throw new TenkoError(
      'invalid_input',
      `Several policies have the name “${name}”: rename them, so that the file can name one.`,
    );
  return found[0] ?? null;
}

/** Each problem has its place in the file: `line 3: policies.0.rule.op must be one of …`. */
function readPolicyFile(text: string): PolicyInput[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new TenkoError('invalid_input', `line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  const parsed = file.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!parsed.success) {
    const problems = fieldErrorsOf(parsed.error).map(({ path, message }) => {
      const line = lineOf(document, lines, path.split('.'));
      return `${line === null ? '' : `line ${line}: `}${path} ${message}`;
    });
    throw new TenkoError('invalid_input', problems.join('; '));
  }
  const names = parsed.data.policies.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TenkoError('invalid_input', `Two policies in the file have the name “${twice}”.`);
  return parsed.data.policies;
}

/** The line of the innermost part of a path that the file has. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly string[],
): number | null {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth).map(keyOf), true) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range !== undefined) return lines.linePos(node.range[0]).line;
  }
  return null;
}

const keyOf = (part: string) => (/^\d+$/.test(part) ? Number(part) : part);
