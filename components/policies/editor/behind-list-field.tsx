'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { TextButton } from '#components/ui/button';
import { TextField } from '#components/ui/text-field';
import { saveVersionList, versionListsQuery } from '#lib/client/queries/version-list-queries';
import { type BehindList, mostKept } from '#lib/domain/policies/version-list';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';
import { Choice } from './choice.tsx';
import { ProblemLine, useEditor, useProblemText } from './editor-context.tsx';
import { DurationField } from './value-field.tsx';

interface Props {
  value: BehindList;
  path: string;
  onChange: (value: BehindList) => void;
}

/** Which list, how many of its newest versions are fine, and how long after its release a version counts. */
export function BehindListField({ value, path, onChange }: Props) {
  const t = useTranslations('policies.editor');
  const problemText = useProblemText();
  const noteId = useId();
  return (
    <fieldset aria-describedby={noteId} className="flex min-w-full flex-1 flex-wrap items-start gap-2">
      <ListChoice listId={value.listId} path={path} onChoose={(listId) => onChange({ ...value, listId })} />
      <div className="w-36">
        <TextField
          label={<span className="text-muted text-sm">{t('keep')}</span>}
          type="number"
          min={1}
          max={mostKept}
          value={Number.isNaN(value.keep) ? '' : String(value.keep)}
          error={problemText(`${path}.keep`) ?? ''}
          onChange={(text) => onChange({ ...value, keep: text === '' ? Number.NaN : Number(text) })}
          className="w-full"
        />
      </div>
      <DurationField
        label={t('afterRelease')}
        value={value.after}
        path={`${path}.after`}
        onChange={(after) => onChange({ ...value, after })}
      />
      <p id={noteId} className="min-w-full text-muted text-sm">
        {t('behindNote')}
      </p>
    </fieldset>
  );
}

interface ListChoiceProps {
  listId: string;
  path: string;
  onChoose: (listId: string) => void;
}

function ListChoice({ listId, path, onChoose }: ListChoiceProps) {
  const t = useTranslations('policies');
  const lists = useQuery(versionListsQuery()).data?.items ?? [];
  const known = lists.map(({ id, name }) => ({ value: id, label: shownText(name) }));
  const isKnown = known.some((one) => one.value === listId);
  const other = listId === '' ? t('editor.chooseList') : t('deletedList');
  return (
    <div className="flex min-w-44 flex-2 flex-col gap-1">
      <Choice
        label={t('editor.list')}
        value={listId}
        choices={isKnown ? known : [{ value: listId, label: other }, ...known]}
        onChoose={onChoose}
      />
      <ProblemLine path={`${path}.listId`} />
      <div className="flex flex-wrap gap-x-4">
        {isKnown ? (
          <a
            href={`/policies/version-lists/${listId}`}
            target="_blank"
            className="rounded-md text-accent text-sm hover:underline"
            rel="noopener"
          >
            {t('editor.openList')}
          </a>
        ) : (
          <NewList taken={lists.map(({ name }) => name)} onMade={onChoose} />
        )}
      </div>
    </div>
  );
}

/** Makes an empty list for the first system in the policy's scope, so that the policy can be saved before it is filled. */
function NewList({ taken, onMade }: { taken: readonly string[]; onMade: (listId: string) => void }) {
  const t = useTranslations('policies.editor');
  const systemName = useSystemName();
  const { draft } = useEditor();
  const make = useMutation(saveVersionList(useQueryClient()));
  const [os = 'ios'] = draft.scope.os;
  const name = freeName(systemName(os), taken);
  return (
    <>
      <TextButton
        disabled={make.isPending}
        onClick={() => make.mutate({ id: null, name, versions: [] }, { onSuccess: ({ id }) => onMade(id) })}
      >
        {t('makeList', { name })}
      </TextButton>
      <FailureLine error={make.error} />
    </>
  );
}

function freeName(name: string, taken: readonly string[]): string {
  const names = new Set(taken.map((one) => one.toLowerCase()));
  for (let number = 2, free = name; ; number += 1) {
    if (!names.has(free.toLowerCase())) return free;
    free = `${name} ${number}`;
  }
}
