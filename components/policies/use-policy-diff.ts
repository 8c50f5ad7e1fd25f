'use client';

import { useTranslations } from 'next-intl';
import { diffLines, type LineDiff } from '#lib/client/policies/policy-diff';
import { isGroup, isSimple, type RuleNode, treeOf } from '#lib/client/policies/rule-tree';
import type { PolicyDefinition } from '#lib/domain/policies/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { localeNames, locales } from '#lib/i18n/locales';
import { useScopeTexts } from './scope-text.tsx';
import { useConditionText, useStepText } from './use-rule-text.ts';

export interface FieldDiff extends LineDiff {
  /** Of the field, for people */
  name: string;
}

/** Returns what differs between two versions of a policy, in words. */
export function usePolicyDiff(): (before: PolicyDefinition, after: PolicyDefinition) => FieldDiff[] {
  const linesOf = usePolicyLines();
  return (before, after) => {
    const [old, now] = [linesOf(before), linesOf(after)];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
      const diff = diffLines(old.get(name) ?? [], now.get(name) ?? []);
      return diff === null ? [] : [{ name, ...diff }];
    });
  };
}

/** Returns a policy as lines of text, by the names of its fields. */
function usePolicyLines(): (policy: PolicyDefinition) => Map<string, string[]> {
  const t = useTranslations('policies');
  const common = useTranslations('common');
  const scopeTexts = useScopeTexts();
  const ruleLines = useRuleLines();
  const { step } = useStepText();
  return ({ name, description, enabled, mode, scope, rule, steps, fix }) => {
    const scopes = scopeTexts(scope).map(({ field, values }) =>
      t('scopeLine', { field: t(`field.${field}`), values }),
    );
    return new Map([
      [t('field.name'), [shownText(name)]],
      [t('field.description'), description === '' ? [] : [shownText(description)]],
      [t('field.enabled'), [enabled ? common('yes') : common('no')]],
      [t('field.mode'), [t(`state.${mode}`)]],
      [t('column.scope'), scopes.length === 0 ? [t('everyDevice')] : scopes],
      [t('field.rule'), ruleLines(treeOf(rule), 0)],
      [t('field.steps'), steps.map(step)],
      ...locales.flatMap((locale): [string, string[]][] => {
        const text = fix[locale];
        if (text === undefined) return [];
        const field = t('detail.fixIn', { field: t('field.fix'), language: localeNames[locale] });
        return [[field, [shownText(text.title), ...text.text.split('\n').map(shownText)]]];
      }),
    ]);
  };
}

/** Returns a rule as lines, with its groups indented. */
function useRuleLines(): (node: RuleNode, level: number) => string[] {
  const t = useTranslations('policies.rule');
  const conditionText = useConditionText();
  const linesOf = (node: RuleNode, level: number): string[] => {
    const indent = '  '.repeat(level);
    if (isGroup(node) && level === 0 && isSimple(node)) return node.parts.flatMap((part) => linesOf(part, 0));
    if (isGroup(node))
      return [indent + t(node.kind), ...node.parts.flatMap((part) => linesOf(part, level + 1))];
    const { condition } = node;
    const unknown = condition.whenUnknown === 'violate' ? ` ${t('orUnknown')}` : '';
    return [indent + conditionText(condition) + unknown];
  };
  return linesOf;
}
