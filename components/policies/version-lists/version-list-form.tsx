'use client';

import { isEqual } from 'es-toolkit';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { Button } from '#components/ui/button';
import { Panel } from '#components/ui/panel';
import { TextField } from '#components/ui/text-field';
import { RequestFailed } from '#lib/client/call';
import { rowProblems, rowsOf, versionsOf } from '#lib/client/policies/version-lines';
import { type ListedVersion, mostVersions } from '#lib/domain/policies/version-list';
import { PasteDialog } from './paste-dialog.tsx';
import { useSaveVersionList } from './use-save-version-list.tsx';
import { VersionRows } from './version-rows.tsx';

interface Props {
  id: string | null;
  initial: { name: string; versions: readonly ListedVersion[] };
}

/** The name of a list, and its versions as rows. */
export function VersionListForm({ id, initial }: Props) {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies');
  const common = useTranslations('common');
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [first] = useState(() => ({ name: initial.name, versions: [...initial.versions] }));
  const [name, setName] = useState(first.name);
  const [rows, setRows] = useState(() => rowsOf(first.versions));
  const [pasting, setPasting] = useState(false);
  const [tried, setTried] = useState(0);
  const [done, setDone] = useState(false);
  const { save, pending, failure, dialog } = useSaveVersionList(() => {
    setDone(true);
    router.push('/policies/version-lists');
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
    if (found.size === 0 && isNamed && !pending) save({ id, name: name.trim(), versions: versionsOf(rows) });
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
        <TextField
          label={policies('field.name')}
          heading
          note={t('nameNote')}
          value={name}
          onChange={setName}
          maxLength={100}
          error={nameProblem}
        />
        <Panel title={t('versions')}>
          <VersionRows rows={rows} problems={problems} setRows={setRows} onPaste={() => setPasting(true)} />
        </Panel>
        <FailureLine error={isWrong ? null : failure} />
        <p role="alert" className="text-bad empty:hidden">
          {problems.size > 0 && policies('editor.problems')}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={pending}>
            {id === null ? t('create') : t('save')}
          </Button>
          <Button onClick={() => guard.leave(() => router.push('/policies/version-lists'))}>
            {common('cancel')}
          </Button>
        </div>
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
