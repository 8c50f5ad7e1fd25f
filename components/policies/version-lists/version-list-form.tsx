'use client';

import { useQueryClient } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { Panel } from '#components/ui/panel';
import { TextField } from '#components/ui/text-field';
import { RequestFailed } from '#lib/client/call';
import { rowProblems, rowsOf, versionsOf } from '#lib/client/policies/version-lines';
import { saveVersionList } from '#lib/client/queries/version-list-queries';
import type { VersionListItem } from '#lib/contract/version-list';
import { type ListedVersion, mostVersions } from '#lib/domain/policies/version-list';
import { FormEnd } from '../form-end.tsx';
import { NewerVersionNotice } from '../meanwhile.tsx';
import { useGuardedSave } from '../use-guarded-save.tsx';
import { PasteDialog } from './paste-dialog.tsx';
import { VersionRows } from './version-rows.tsx';

interface Props {
  initial: { name: string; versions: readonly ListedVersion[] };
  /** Null: the list is a new one. `newest`: as it is stored by now, which others may have saved since the editing began */
  stored: { from: number; newest: VersionListItem; onStartOver: () => void } | null;
}

/** The name of a list, and its versions as rows. */
export function VersionListForm({ initial, stored }: Props) {
  const id = stored?.newest.id ?? null;
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies');
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [first] = useState(() => ({ name: initial.name, versions: [...initial.versions] }));
  const [name, setName] = useState(first.name);
  const [rows, setRows] = useState(() => rowsOf(first.versions));
  const [pasting, setPasting] = useState(false);
  const [tried, setTried] = useState(0);
  const [done, setDone] = useState(false);
  const { save, pending, failure, dialog } = useGuardedSave(saveVersionList(useQueryClient()), {
    brake: t('confirmText'),
    replace: t('meanwhileText'),
    path: '/policies/version-lists',
    onSaved: () => {
      setDone(true);
      router.push('/policies/version-lists');
    },
  });
  const isChanged = name !== first.name || !isEqual(versionsOf(rows), first.versions);
  const guard = useLeaveGuard(!done && isChanged);
  const found = rowProblems(rows);
  const problems = tried > 0 ? found : new Map();
  const isNamed = name.trim() !== '';
  const nameProblem = useNameProblem(failure, tried > 0 && !isNamed);
  const isWrong = nameProblem !== '';
  useEffect(() => {
    if (tried > 0 || isWrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tried, isWrong]);

  function submit() {
    setTried(tried + 1);
    if (found.size === 0 && isNamed && !pending)
      save({ id, name: name.trim(), versions: versionsOf(rows), expectedVersion: stored?.from });
  }
  return (
    <>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="flex max-w-4xl flex-col gap-4"
      >
        {stored && !done && stored.newest.version > stored.from && <Newer {...stored} />}
        <TextField
          label={policies('field.name')}
          heading
          value={name}
          onChange={setName}
          maxLength={100}
          error={nameProblem}
        />
        <Panel title={t('versions')}>
          <VersionRows rows={rows} problems={problems} setRows={setRows} onPaste={() => setPasting(true)} />
        </Panel>
        <FormEnd
          submit={id === null ? t('create') : t('save')}
          pending={pending}
          failure={isWrong ? null : failure}
          hasProblems={problems.size > 0}
          onCancel={() => guard.leave(() => router.push('/policies/version-lists'))}
        />
      </form>
      {dialog}
      {guard.dialog}
      {pasting && (
        <PasteDialog
          onClose={() => setPasting(false)}
          onPaste={(pasted) => setRows((before) => [...pasted, ...before].slice(0, mostVersions))}
        />
      )}
    </>
  );
}

function Newer({ from, newest, onStartOver }: NonNullable<Props['stored']>) {
  const { id, version, updatedAt: savedAt, updatedBy: savedBy } = newest;
  return (
    <NewerVersionNotice
      href={`/policies/version-lists/${id}`}
      current={{ version, savedAt, savedBy }}
      from={from}
      onStartOver={onStartOver}
    />
  );
}

/** What is wrong with the name, by the form or by the API. */
function useNameProblem(failure: Error | null, isMissing: boolean): string {
  const t = useTranslations('versionLists.problem');
  const policies = useTranslations('policies.editor.problem');
  if (isMissing) return policies('required');
  const errors = failure instanceof RequestFailed ? (failure.problem?.errors ?? []) : [];
  const refused = errors.find(({ path }) => path === 'name');
  if (refused === undefined) return '';
  return refused.code === 'taken' ? t('taken') : policies('other', { reason: refused.message });
}
