'use client';

import { useTranslations } from 'next-intl';
import { isGroup, isSimple, type RuleNode, treeOf } from '#lib/client/policies/rule-tree';
import type { Rule } from '#lib/domain/policies/rule';
import { useConditionText } from './use-rule-text.ts';

/** A rule in sentences, with its groups indented. */
export function RuleSentences({ rule }: { rule: Rule }) {
  const t = useTranslations('policies.rule');
  const tree = treeOf(rule);
  return (
    <div className="wrap-anywhere">
      <p className="text-muted">
        {t('lead')}
        {!isSimple(tree) && <span className="font-medium text-ink"> {t(tree.kind)}</span>}
      </p>
      <RuleParts parts={tree.parts} />
    </div>
  );
}

function RuleParts({ parts }: { parts: readonly RuleNode[] }) {
  const t = useTranslations('policies.rule');
  const conditionText = useConditionText();
  return (
    <ul className="ms-1 list-none border-line-strong border-s-2 ps-3">
      {parts.map((part) => (
        <li key={part.key} className="py-0.5">
          {isGroup(part) ? (
            <>
              <p className="font-medium">{t(part.kind)}</p>
              <RuleParts parts={part.parts} />
            </>
          ) : (
            <>
              {conditionText(part.condition)}
              {part.condition.whenUnknown === 'violate' && (
                <span className="text-muted"> {t('orUnknown')}</span>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
