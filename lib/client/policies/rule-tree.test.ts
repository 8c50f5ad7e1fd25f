import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRule } from '#lib/domain/policies/parse-rule';
import { conditionsOf, type Rule } from '#lib/domain/policies/rule';
import { changeNode, countConditions, depthOf, isGroup, ruleOf, treeOf } from './rule-tree.ts';

const one = { fact: 'encrypted', op: 'isFalse' } as const;
const other = { fact: 'osVersion', op: 'olderThan', value: '26.0' } as const;

const condition = fc.constantFrom<Rule>(one, other);
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    condition,
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('rule').map((not) => ({ not })),
  ),
}));

/** The rule without what means the same as without it: a group of one, and a negation of a negation. */
function plain(of: Rule): Rule {
  if ('all' in of) return joined('all', of.all.map(plain));
  if ('any' in of) return joined('any', of.any.map(plain));
  if (!('not' in of)) return of;
  const inner = plain(of.not);
  return 'not' in inner ? inner.not : { not: inner };
}

function joined(key: 'all' | 'any', [first, ...rest]: Rule[]): Rule {
  if (first !== undefined && rest.length === 0) return first;
  return key === 'all' ? { all: [first as Rule, ...rest] } : { any: [first as Rule, ...rest] };
}

test('a rule means the same after it was shown and written again', () => {
  fc.assert(
    fc.property(rule, (given) => {
      const tree = treeOf(given);
      expect(plain(ruleOf(tree).rule)).toEqual(plain(given));
      expect(countConditions(tree)).toBe(conditionsOf(given).length);
    }),
  );
});

test('negations belong to groups', () => {
  const tree = treeOf({
    all: [one, { not: { any: [one, other] } }, { not: { all: [one, other] } }, { not: one }],
  });
  expect(tree.parts.map((part) => (isGroup(part) ? part.kind : null))).toEqual([
    null,
    'none',
    'notAll',
    'none',
  ]);
});

test('the place of each part is the one at which the API refuses it', () => {
  const broken = { fact: 'osVersion', op: 'olderThan', value: '' } as const;
  const tree = treeOf({ any: [one, { not: { all: [one, broken] } }, { not: broken }] });
  const { rule: written, places } = ruleOf(tree);
  const refused = parseRule(written).problems.map(({ path }) => path.slice(0, -1).join('.'));
  expect(refused).toEqual(['any.1.not.all.1', 'any.2.not']);
  expect([...places.values()]).toEqual(expect.arrayContaining(refused));
});

test('a group is as deep as it is written', () => {
  expect(depthOf(treeOf({ all: [one] }))).toBe(1);
  expect(depthOf(treeOf({ not: one }))).toBe(1);
  expect(depthOf(treeOf({ not: { any: [one, other] } }))).toBe(2);
  expect(depthOf(treeOf({ all: [{ not: { all: [one, { any: [other] }] } }] }))).toBe(4);
});

test('a part is changed or removed wherever it is', () => {
  const tree = treeOf({ all: [one, { any: [other] }] });
  const inner = tree.parts[1];
  const key = inner !== undefined && isGroup(inner) ? (inner.parts[0]?.key ?? '') : '';
  expect(ruleOf(changeNode(tree, key, () => null)).rule).toEqual({ all: [one, { any: [] }] });
  const changed = changeNode(tree, key, (node) => ({ ...node, condition: one }));
  expect(ruleOf(changed).rule).toEqual({ all: [one, { any: [one] }] });
});
