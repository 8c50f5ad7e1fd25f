import type { Problem } from '#lib/contract/primitives';
import { parseRule } from '#lib/domain/policies/parse-rule';
import type { PolicyDefinition } from '#lib/domain/policies/policy';
import { type Condition, comparisonOf, conditionsOf, type Rule } from '#lib/domain/policies/rule';
import { durationMs } from '#lib/domain/text/age';
import { type GroupNode, ruleOf, treeOf } from './rule-tree.ts';

/** A policy while it is written. */
export interface PolicyDraft extends Omit<PolicyDefinition, 'rule'> {
  tree: GroupNode;
}

export type DraftProblem =
  | 'required'
  | 'version'
  | 'number'
  | 'duration'
  | 'later'
  | 'empty'
  | 'list'
  | 'keep'
  | 'wait';
/** By where in the policy, such as `rule.all.0.value` or `steps.1.after`: what is wrong, or the API's own words */
export type DraftProblems = ReadonlyMap<string, DraftProblem | { reason: string }>;

export function draftOf({ rule, ...rest }: PolicyDefinition): PolicyDraft {
  return { ...rest, tree: treeOf(rule) };
}

export function definitionOf({ tree, ...rest }: PolicyDraft): {
  definition: PolicyDefinition;
  places: Map<string, string>;
} {
  const { rule, places } = ruleOf(tree);
  const { name, description, enabled, mode, scope, steps, fix } = rest;
  return {
    definition: {
      name: name.trim(),
      description: description.trim(),
      enabled,
      mode,
      scope,
      rule,
      steps,
      fix,
    },
    places,
  };
}

/** What the API would refuse, as far as the browser can say. */
export function problemsOf(definition: PolicyDefinition): DraftProblems {
  const problems = new Map<string, DraftProblem>();
  if (definition.name === '') problems.set('name', 'required');
  for (const { path } of parseRule(definition.rule).problems) {
    const place = ['rule', ...path];
    problems.set(place.join('.'), ruleProblem(definition.rule, path));
  }
  for (const [index, { after }] of definition.steps.entries()) {
    const ms = durationMs(after);
    const before = durationMs(definition.steps[index - 1]?.after ?? '');
    if (ms === null) problems.set(`steps.${index}.after`, 'duration');
    else if (before !== null && ms <= before) problems.set(`steps.${index}.after`, 'later');
  }
  for (const [language, text] of Object.entries(definition.fix)) {
    if (text?.title.trim() === '') problems.set(`fix.${language}.title`, 'required');
    if (text?.text.trim() === '') problems.set(`fix.${language}.text`, 'required');
  }
  return problems;
}

/** What is wrong at a place of a rule. */
function ruleProblem(rule: Rule, path: readonly (string | number)[]): DraftProblem {
  const value = path.indexOf('value');
  if (value < 0) return path.at(-1) === 'fact' ? 'required' : 'empty';
  const condition = conditionAt(rule, path.slice(0, value));
  if (condition === null) return 'required';
  const comparison = comparisonOf(condition);
  if (comparison === 'versionList')
    return path.at(-1) === 'keep' ? 'keep' : path.at(-1) === 'after' ? 'wait' : 'list';
  if (comparison === 'version') return condition.value === '' ? 'required' : 'version';
  if (comparison === 'number') return 'number';
  return comparison === 'time' ? 'duration' : 'required';
}

function conditionAt(rule: Rule, path: readonly (string | number)[]): Condition | null {
  let at: unknown = rule;
  for (const step of path) at = (at as Record<string | number, unknown> | undefined)?.[step];
  return at === undefined ? null : (conditionsOf(at as Rule)[0] ?? null);
}

/** What the API says of fields that it refuses. */
export function refusedFields(problem: Problem | null): DraftProblems {
  return new Map((problem?.errors ?? []).map(({ path, message }) => [path, { reason: message }]));
}
