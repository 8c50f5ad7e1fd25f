import { expect, test } from 'vitest';
import { factNames } from '#lib/domain/policies/fact';
import { parseRule } from '#lib/domain/policies/parse-rule';
import type { Condition } from '#lib/domain/policies/rule';
import {
  conditionTypeOf,
  conditionTypes,
  newAttribute,
  operatorChoices,
  withFact,
  withOperator,
  withType,
  withUnknown,
} from './condition-edit.ts';
import { durationOf, partsOf } from './duration-parts.ts';
import { contentOf, diffLines } from './policy-diff.ts';
import { definitionOf, draftOf, problemsOf } from './policy-draft.ts';
import { policyTemplates, startOf } from './policy-templates.ts';

const texts = { name: 'A policy', description: '', fix: {} };

test.each(policyTemplates)('the template %s makes a policy that can be saved', (template) => {
  const policy = { ...texts, ...startOf(template) };
  // One is for a list, which an admin chooses or creates first.
  const problems = template === 'behindNewest' ? { 'rule.all.0.value.listId': 'list' } : {};
  expect(Object.fromEntries(problemsOf(policy))).toEqual(problems);
  expect(definitionOf(draftOf(policy)).definition).toEqual(policy);
  expect(policy.mode).toBe('report_only');
});

test('what is wrong is said at its place', () => {
  const policy = {
    ...texts,
    ...startOf(null),
    name: '',
    rule: {
      all: [
        { fact: 'osVersion', op: 'olderThan', value: 'newest' },
        { fact: 'attributes.disk', op: 'lessThan', value: Number.NaN },
        { fact: 'lastCheckIn', op: 'within', value: '' },
        { fact: 'attributes.', op: 'is', value: 'x' },
        { any: [] },
      ],
    } as const,
    steps: [
      { after: 'P3D', action: 'block' as const },
      { after: 'P1D', action: 'retire' as const },
      { after: '', action: 'retire' as const },
    ],
    fix: { en: { title: '', text: 'Do it' } },
  };
  expect(Object.fromEntries(problemsOf(policy as never))).toEqual({
    name: 'required',
    'rule.all.0.value': 'version',
    'rule.all.1.value': 'number',
    'rule.all.2.value': 'duration',
    'rule.all.3.fact': 'required',
    'rule.all.4.any': 'empty',
    'steps.1.after': 'later',
    'steps.2.after': 'duration',
    'fix.en.title': 'required',
  });
});

const first: Condition = { fact: 'osVersion', op: 'olderThan', value: '26.0' };

test('every fact, type and operator that can be chosen makes a condition that lacks a value at most', () => {
  const facts = [...factNames, newAttribute].map((fact) => withFact(first, fact));
  const typed = facts.flatMap((condition) =>
    condition.fact === newAttribute ? conditionTypes.map((type) => withType(condition, type)) : [condition],
  );
  const all = typed.flatMap((condition) =>
    operatorChoices(condition.fact, conditionTypeOf(condition)).map((op) => withOperator(condition, op)),
  );
  expect(all.length).toBeGreaterThan(80);
  for (const condition of all) {
    const fact = condition.fact === newAttribute ? 'attributes.key' : condition.fact;
    const { problems } = parseRule({ all: [{ ...condition, fact }] });
    expect(problems.filter(({ path }) => !path.includes('value'))).toEqual([]);
  }
});

test('what still fits is kept when a condition changes', () => {
  expect(withOperator(first, 'atLeast')).toEqual({ ...first, op: 'atLeast' });
  const owner: Condition = { fact: 'ownership', op: 'is', value: 'company' };
  expect(withOperator(owner, 'in')).toEqual({ ...owner, op: 'in', value: ['company'] });
  expect(withOperator(withUnknown(owner, true), 'missing')).toEqual({ fact: 'ownership', op: 'missing' });
  expect(withUnknown(withUnknown(owner, true), false)).toEqual(owner);
});

test('durations are said in the largest unit that is exact', () => {
  expect(partsOf('P2W')).toEqual({ unit: 'day', count: 14 });
  expect(partsOf('PT48H')).toEqual({ unit: 'day', count: 2 });
  expect(partsOf('PT90M')).toEqual({ unit: 'minute', count: 90 });
  expect(partsOf('PT1H1S')).toEqual({ unit: 'second', count: 3601 });
  expect(partsOf('soon')).toBeNull();
  for (const text of ['PT0S', 'P3D', 'PT5H', 'PT7M', 'PT9S']) {
    const parts = partsOf(text);
    expect(parts && durationOf(parts)).toBe(text);
  }
});

test('versions differ by lines', () => {
  expect(diffLines(['a', 'b'], ['a', 'b'])).toBeNull();
  expect(diffLines(['a', 'b'], ['a', 'c', 'c'])).toEqual({ removed: ['b'], added: ['c', 'c'] });
  expect(diffLines(['a', 'b'], ['b', 'a'])).toEqual({ removed: ['a', 'b'], added: ['b', 'a'] });
});

test('what Tenko adds to a policy is not sent back', () => {
  const policy = { ...texts, ...startOf('silent') };
  expect(contentOf({ ...policy, id: 'x', version: 3 } as never)).toEqual(policy);
});
