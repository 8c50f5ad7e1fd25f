'use client';

import { useTranslations } from 'next-intl';
import { type Dispatch, memo, type SetStateAction, useState } from 'react';
import { Button, IconButton } from '#components/ui/button';
import { Plus, Trash2 } from '#components/ui/icons';
import { TextField } from '#components/ui/text-field';
import { emptyRow, type RowProblem, type VersionRow } from '#lib/client/policies/version-lines';
import { mostVersions } from '#lib/domain/policies/version-list';

type SetRows = Dispatch<SetStateAction<VersionRow[]>>;

interface Props {
  rows: readonly VersionRow[];
  /** By the row's key */
  problems: ReadonlyMap<string, RowProblem>;
  setRows: SetRows;
  /** Asks for several versions at once */
  onPaste: () => void;
}

/** The versions of a list as rows, the new ones on top. */
export function VersionRows({ rows, problems, setRows, onPaste }: Props) {
  const t = useTranslations('versionLists');
  const [added, setAdded] = useState('');
  const full = rows.length >= mostVersions;

  function add() {
    const row = emptyRow();
    setAdded(row.key);
    setRows((before) => [row, ...before]);
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-muted text-sm">{t('versionsNote')}</p>
      <div className="flex flex-wrap gap-2">
        <Button disabled={full} onClick={add}>
          <Plus aria-hidden="true" size={15} />
          {t('add')}
        </Button>
        <Button disabled={full} onClick={onPaste}>
          {t('paste')}
        </Button>
      </div>
      {rows.length === 0 && <p className="text-muted">{t('emptyText')}</p>}
      <ol aria-label={t('versions')} className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <VersionFields
            key={row.key}
            row={row}
            number={index + 1}
            problem={problems.get(row.key)}
            focused={row.key === added}
            setRows={setRows}
          />
        ))}
      </ol>
    </div>
  );
}

interface FieldsProps {
  row: VersionRow;
  number: number;
  problem: RowProblem | undefined;
  /** The row was just added */
  focused: boolean;
  setRows: SetRows;
}

/** Drawn again only if it changes: a list may have hundreds. */
const VersionFields = memo(function VersionFields({ row, number, problem, focused, setRows }: FieldsProps) {
  const t = useTranslations('versionLists');
  const set = (changes: Partial<VersionRow>) =>
    setRows((rows) => rows.map((one) => (one.key === row.key ? { ...one, ...changes } : one)));
  const remove = () => setRows((rows) => rows.filter(({ key }) => key !== row.key));
  // On a wide screen, the labels of the first row head the columns.
  const label = (text: string) => (
    <span className={`text-muted text-sm ${number > 1 ? 'sm:sr-only' : ''}`}>{text}</span>
  );
  const versionProblem = useVersionProblem(problem);
  const isTime = row.releasedAt !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(row.releasedAt);
  return (
    <li className="flex items-start gap-2 max-sm:rounded-md max-sm:border max-sm:border-line max-sm:p-2">
      <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[8rem_11rem_minmax(0,1fr)]">
        <TextField
          label={label(t('version'))}
          value={row.version}
          maxLength={64}
          autoFocus={focused}
          error={versionProblem}
          onChange={(version) => set({ version })}
          className="w-full"
        />
        <TextField
          label={label(t('released'))}
          type={isTime ? 'text' : 'date'}
          value={row.releasedAt}
          error={problem === 'date' ? t('problem.date') : ''}
          onChange={(releasedAt) => set({ releasedAt })}
          className="w-full"
        />
        <TextField
          label={label(t('modelsOptional'))}
          value={row.models}
          placeholder={t('allModels')}
          onChange={(models) => set({ models })}
          className="w-full"
        />
      </div>
      <span className={number > 1 ? 'sm:mt-1.5' : 'sm:mt-7'}>
        <IconButton icon={Trash2} label={t('remove', { number })} onClick={remove} />
      </span>
    </li>
  );
});

function useVersionProblem(problem: RowProblem | undefined): string {
  const t = useTranslations('versionLists.problem');
  const policies = useTranslations('policies.editor.problem');
  if (problem === 'twice') return t('twice');
  return problem === 'version' ? policies('version') : '';
}
