import { v7 as uuidv7 } from 'uuid';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { fieldErrorsOf } from '../contract/field-errors.ts';
import { type PolicyInput, policyInput } from '../contract/policy.ts';
import { type VersionListInput, versionListInput } from '../contract/version-list.ts';
import { TenkoError } from '../errors.ts';

const mostPolicies = 200;
const mostLists = 100;
const file = z.strictObject({
  versionLists: z.array(versionListInput).max(mostLists).optional(),
  // A reason is that of one change, and a file is applied again and again.
  policies: z.array(policyInput.omit({ reason: true })).max(mostPolicies),
});

export interface PolicyFile {
  policies: PolicyInput[];
  /** With the ids that rules in `policies` have for them */
  lists: (Pick<VersionListInput, 'name' | 'versions'> & { id: string })[];
}

/**
 * Each problem has its place in the file: `line 3: policies.0.rule.op must be one of …`. Rules name version lists by their
 * names: those in the file, and those that are `stored`.
 */
export function readPolicyFile(text: string, stored: readonly { id: string; name: string }[]): PolicyFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new TenkoError('invalid_input', `line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  const ids = new Map(stored.map(({ id, name }) => [name, id]));
  const given: unknown = document.toJS({ maxAliasCount: 100 });
  for (const name of namesIn(given)) if (!ids.has(name)) ids.set(name, uuidv7());
  const parsed = file.safeParse(withListIds(given, ids));
  if (!parsed.success) {
    const problems = fieldErrorsOf(parsed.error).map(({ path, message }) => {
      const line = lineOf(document, lines, path.split('.'));
      return `${line === null ? '' : `line ${line}: `}${path} ${message}`;
    });
    throw new TenkoError('invalid_input', problems.join('; '));
  }
  const { policies, versionLists = [] } = parsed.data;
  requireOnce('policies', policies);
  requireOnce('version lists', versionLists);
  const lists = versionLists.map(({ name, versions }) => ({ id: ids.get(name) ?? uuidv7(), name, versions }));
  return { policies, lists };
}

function requireOnce(what: string, named: readonly { name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TenkoError('invalid_input', `Two ${what} in the file have the name “${twice}”.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names of the version lists in the file, as far as it is right. */
function namesIn(given: unknown): string[] {
  const lists = isRecord(given) && Array.isArray(given.versionLists) ? given.versionLists : [];
  return lists.flatMap((list: unknown) =>
    isRecord(list) && typeof list.name === 'string' ? list.name.trim() : [],
  );
}

/** The file with `listId` where a condition names a `list`. A name that there is not is left, and refused as an id. */
function withListIds(given: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(given)) return given.map((one: unknown) => withListIds(one, ids));
  if (!isRecord(given)) return given;
  const { value } = given;
  if (given.op !== 'behindList' || !isRecord(value) || typeof value.list !== 'string')
    return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, withListIds(one, ids)]));
  const { list, ...rest } = value;
  return { ...given, value: { listId: ids.get(list.trim()) ?? list, ...rest } };
}

/** A rule as the file has it: version lists by their names. */
export function withListNames(rule: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(rule)) return rule.map((one: unknown) => withListNames(one, names));
  if (!isRecord(rule)) return rule;
  if (typeof rule.listId === 'string') {
    const { listId, ...rest } = rule;
    return { list: names.get(listId) ?? listId, ...rest };
  }
  return Object.fromEntries(Object.entries(rule).map(([key, one]) => [key, withListNames(one, names)]));
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
