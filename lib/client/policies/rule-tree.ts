import type { Condition, Rule } from '#lib/domain/policies/rule';

/** What has to hold of the parts of a group. `none` and `notAll` are written with `not`. */
export const groupKinds = ['all', 'any', 'none', 'notAll'] as const;
export type GroupKind = (typeof groupKinds)[number];

export interface GroupNode {
  key: string;
  kind: GroupKind;
  parts: RuleNode[];
}

export interface ConditionNode {
  key: string;
  condition: Condition;
}

/** A rule as people read and write it: every negation belongs to a group. */
export type RuleNode = GroupNode | ConditionNode;

export function isGroup(node: RuleNode): node is GroupNode {
  return 'kind' in node;
}

/** A group that says nothing beyond its only part. */
export function isSimple({ kind, parts }: GroupNode): boolean {
  return parts.length === 1 && (kind === 'all' || kind === 'any');
}

let made = 0;

/** Tells the nodes of a tree apart while they move. */
export function newKey(): string {
  made += 1;
  return `n${made}`;
}

/** A rule as a group: a condition by itself becomes the only part of one. */
export function treeOf(rule: Rule): GroupNode {
  const node = nodeOf(rule);
  return isGroup(node) ? node : { key: newKey(), kind: 'all', parts: [node] };
}

function nodeOf(rule: Rule): RuleNode {
  if ('all' in rule) return group('all', rule.all);
  if ('any' in rule) return group('any', rule.any);
  if (!('not' in rule)) return { key: newKey(), condition: rule };
  if ('any' in rule.not) return group('none', rule.not.any);
  return 'all' in rule.not ? group('notAll', rule.not.all) : group('none', [rule.not]);
}

function group(kind: GroupKind, rules: readonly Rule[]): GroupNode {
  return { key: newKey(), kind, parts: rules.map(nodeOf) };
}

/** The rule of a tree, and where in it each node is, such as `all.0.not`, by the node's key. */
export function ruleOf(tree: GroupNode): { rule: Rule; places: Map<string, string> } {
  const places = new Map<string, string>();
  return { rule: write(tree, '', places), places };
}

function write(node: RuleNode, place: string, places: Map<string, string>): Rule {
  places.set(node.key, place);
  if (!isGroup(node)) return node.condition;
  const { kind, parts } = node;
  const inside = (key: string) => (place === '' ? key : `${place}.${key}`);
  const written = (key: string) => parts.map((part, index) => write(part, inside(`${key}.${index}`), places));
  const [only] = parts;
  switch (kind) {
    case 'all':
      return { all: written('all') };
    case 'any':
      return { any: written('any') };
    case 'none':
    case 'notAll': {
      if (parts.length === 1 && only !== undefined && !isGroup(only))
        return { not: write(only, inside('not'), places) };
      return kind === 'none' ? { not: { any: written('not.any') } } : { not: { all: written('not.all') } };
    }
  }
}

/** How many groups deep a group is written: a negation is a group of its own. */
export function depthOf({ kind, parts }: GroupNode): number {
  const [only] = parts;
  const bare = parts.length === 1 && only !== undefined && !isGroup(only);
  const own = (kind === 'none' || kind === 'notAll') && !bare ? 2 : 1;
  return own + Math.max(0, ...parts.filter(isGroup).map(depthOf));
}

export function countConditions(node: RuleNode): number {
  return isGroup(node) ? node.parts.reduce((sum, part) => sum + countConditions(part), 0) : 1;
}

/** The tree with a node replaced by what `change` makes of it; null removes it. */
export function changeNode(
  tree: GroupNode,
  key: string,
  change: (node: RuleNode) => RuleNode | null,
): GroupNode {
  return {
    ...tree,
    parts: tree.parts.flatMap((part): RuleNode[] => {
      if (part.key === key) {
        const changed = change(part);
        return changed === null ? [] : [changed];
      }
      return [isGroup(part) ? changeNode(part, key, change) : part];
    }),
  };
}
