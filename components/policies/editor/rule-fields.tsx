'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { TextButton } from '#components/ui/button';
import { SelectBox } from '#components/ui/select-box';
import {
  changeNode,
  countConditions,
  depthOf,
  type GroupNode,
  groupKinds,
  isGroup,
  newKey,
  type RuleNode,
} from '#lib/client/policies/rule-tree';
import { deepestGroup, mostConditions } from '#lib/domain/policies/rule';
import { ConditionFields } from './condition-fields.tsx';
import { EditorSection, ProblemLine, useEditor } from './editor-context.tsx';

const newCondition = (): RuleNode => ({
  key: newKey(),
  condition: { fact: 'osVersion', op: 'olderThan', value: '' },
});
const newGroup = (): RuleNode => ({ key: newKey(), kind: 'any', parts: [newCondition()] });

/** The rule as sentences with choices: groups of conditions within groups. */
export function RuleFields() {
  const t = useTranslations('policies');
  const { draft, change } = useEditor();
  const { tree } = draft;
  const full = countConditions(tree) >= mostConditions;
  const set = (next: GroupNode) => change({ tree: next });
  return (
    <EditorSection title={t('field.rule')} note={t('editor.ruleNote')}>
      <GroupFields
        group={tree}
        lead={t('rule.lead')}
        full={full}
        onChange={set}
        onPart={(key, part) => set(changeNode(tree, key, () => part))}
        fits={(group) => depthOf(changeGroup(tree, group)) <= deepestGroup}
      />
      <ProblemLine path="rule" />
      {full && <p className="text-muted text-sm">{t('editor.limits')}</p>}
    </EditorSection>
  );
}

function changeGroup(tree: GroupNode, group: GroupNode): GroupNode {
  return tree.key === group.key ? group : changeNode(tree, group.key, () => group);
}

interface Props {
  group: GroupNode;
  lead?: string;
  /** No more conditions fit into the rule */
  full: boolean;
  onChange: (group: GroupNode) => void;
  /** Changes or removes a part anywhere in the tree */
  onPart: (key: string, part: RuleNode | null) => void;
  /** Whether the rule is not too deep with the group as given */
  fits: (group: GroupNode) => boolean;
}

function GroupFields({ group, lead, full, onChange, onPart, fits }: Props) {
  const t = useTranslations('policies');
  const id = useId();
  const { kind, parts } = group;
  const kinds = groupKinds.filter((one) => one === kind || fits({ ...group, kind: one }));
  const withGroup = { ...group, parts: [...parts, newGroup()] };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{t('editor.group')}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className={lead === undefined ? 'sr-only' : ''}>
          {lead ?? t('editor.group')}
        </label>
        <span className="min-w-0">
          <SelectBox
            id={id}
            value={kind}
            choices={kinds.map((value) => ({ value, label: t(`rule.${value}`) }))}
            onChoose={(next) => onChange({ ...group, kind: next })}
          />
        </span>
        {lead === undefined && (
          <TextButton onClick={() => onPart(group.key, null)}>{t('editor.removeGroup')}</TextButton>
        )}
      </div>
      <ul className="flex flex-col gap-2 border-line-strong border-s-2 ps-3">
        {parts.map((part) => (
          <li key={part.key} className="min-w-0">
            {isGroup(part) ? (
              <GroupFields
                group={part}
                full={full}
                onChange={(next) => onPart(part.key, next)}
                onPart={onPart}
                fits={fits}
              />
            ) : (
              <ConditionFields node={part} onChange={(next) => onPart(part.key, next)} />
            )}
          </li>
        ))}
        {parts.length === 0 && <EmptyGroup group={group} />}
        <li className="flex flex-wrap gap-x-4">
          <TextButton
            disabled={full}
            onClick={() => onChange({ ...group, parts: [...parts, newCondition()] })}
          >
            {t('editor.addCondition')}
          </TextButton>
          <TextButton disabled={full || !fits(withGroup)} onClick={() => onChange(withGroup)}>
            {t('editor.addGroup')}
          </TextButton>
        </li>
      </ul>
    </fieldset>
  );
}

/** A group without conditions cannot be saved. */
function EmptyGroup({ group }: { group: GroupNode }) {
  const { places } = useEditor();
  const place = places.get(group.key) ?? '';
  const at = (key: string) => ['rule', place, key].filter((part) => part !== '').join('.');
  return (
    <li>
      <ProblemLine path={at(group.kind === 'all' ? 'all' : 'any')} />
    </li>
  );
}
