'use client';

import { useQuery } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { ReasonField } from '#components/layout/reason-field';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { Button } from '#components/ui/button';
import { RequestFailed } from '#lib/client/call';
import { useLiveQueries } from '#lib/client/live-changes';
import { definitionOf, draftOf, problemsOf, refusedFields } from '#lib/client/policies/policy-draft';
import { type PolicyTemplate, startOf } from '#lib/client/policies/policy-templates';
import { concernsPolicies, policyQuery } from '#lib/client/queries/policy-queries';
import type { PolicyItem } from '#lib/contract/policy';
import type { PolicyDefinition } from '#lib/domain/policies/policy';
import { shownText } from '#lib/domain/text/shown-text';
import { NewerVersionNotice } from '../meanwhile.tsx';
import { PolicyTemplates, useTemplateText } from '../policy-templates.tsx';
import { useSavePolicy } from '../use-save-policy.tsx';
import { BasicFields, ScopeFields } from './basic-fields.tsx';
import { EditorProvider, useEditor } from './editor-context.tsx';
import { FixFields } from './fix-fields.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { RuleFields } from './rule-fields.tsx';
import { StepFields } from './step-fields.tsx';

interface NewProps {
  template: PolicyTemplate | null;
  /** Whether the admin chose what to start with */
  chosen: boolean;
}

/** What to start with, and then the form of a new policy. */
export function NewPolicyScreen({ template, chosen }: NewProps) {
  const t = useTranslations('policies');
  const templateText = useTemplateText();
  const text = template === null ? null : templateText(template);
  const initial = { name: text?.name ?? '', description: text?.about ?? '', ...startOf(template), fix: {} };
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('new')} back={<BackLink href="/policies">{t('back')}</BackLink>}>
        {!chosen && <p className="text-muted">{t('start')}</p>}
      </PageHeader>
      {chosen ? <PolicyForm initial={initial} stored={null} /> : <PolicyTemplates />}
    </div>
  );
}

/** The form of a policy as it is stored. */
export function EditPolicyScreen({ id }: { id: string }) {
  const query = useQuery({ ...policyQuery(id), staleTime: Number.POSITIVE_INFINITY });
  const { data: policy, isError } = query;
  useLiveQueries(policyQuery(id).queryKey, concernsPolicies);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!policy && !isError && <ListSkeleton />}
      {policy && <EditPolicy newest={policy} />}
    </div>
  );
}

/** `newest`: the policy as it is stored by now, which others may have saved since the editing began. */
function EditPolicy({ newest }: { newest: PolicyItem }) {
  const t = useTranslations('policies');
  const [policy, setPolicy] = useState(newest);
  const { id, name, managedByFile } = policy;
  return (
    <>
      <PageHeader
        title={t('editor.editTitle', { name: shownText(name) })}
        back={<BackLink href={`/policies/${id}`}>{shownText(name)}</BackLink>}
      >
        {managedByFile !== null && (
          <p className="text-wait">{t('editor.managed', { file: shownText(managedByFile) })}</p>
        )}
      </PageHeader>
      <PolicyForm
        key={policy.version}
        initial={policy}
        stored={{ id, from: policy.version, newest, onStartOver: () => setPolicy(newest) }}
      />
    </>
  );
}

interface FormProps {
  initial: PolicyDefinition;
  /** Null: the policy is a new one */
  stored: { id: string; from: number; newest: PolicyItem; onStartOver: () => void } | null;
}

/** The fields of a policy, with a live preview beside them. */
function PolicyForm({ initial, stored }: FormProps) {
  const id = stored?.id ?? null;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [first] = useState(() => draftOf(initial));
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(0);
  const [done, setDone] = useState(false);
  const [reason, setReason] = useState('');
  const { save, pending, failure, dialog } = useSavePolicy((saved) => {
    setDone(true);
    router.push(`/policies/${saved.id}`);
  });
  const { definition, places } = definitionOf(draft);
  const guard = useLeaveGuard(!done && !isEqual(definition, definitionOf(first).definition));
  const found = problemsOf(definition);
  const refused = refusedFields(failure instanceof RequestFailed ? failure.problem : null);
  const problems = tried > 0 ? new Map([...refused, ...found]) : new Map();
  const editor = {
    draft,
    change: (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes })),
    places,
    problems,
  };
  const wrong = refused.size > 0;
  useEffect(() => {
    if (tried > 0 || wrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tried, wrong]);

  function submit() {
    setTried(tried + 1);
    if (found.size === 0 && !pending) save({ id, definition, expectedVersion: stored?.from, reason });
  }
  return (
    <EditorProvider editor={editor}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_26rem]"
      >
        <div className="flex min-w-0 flex-col gap-4">
          {stored && !done && stored.newest.version > stored.from && (
            <NewerVersionNotice {...stored} current={stored.newest} />
          )}
          <BasicFields />
          <ScopeFields />
          <RuleFields />
          <StepFields />
          <FixFields />
        </div>
        <div className="lg:sticky lg:top-4 lg:row-span-2">
          <PreviewPanel id={id} definition={definition} complete={found.size === 0 || onlyName(found)} />
        </div>
        <FormEnd
          id={id}
          pending={pending}
          failure={refused.size > 0 ? null : failure}
          reason={reason}
          onReason={setReason}
          onCancel={() => guard.leave(() => router.push(id === null ? '/policies' : `/policies/${id}`))}
        />
      </form>
      {dialog}
      {guard.dialog}
    </EditorProvider>
  );
}

/** A policy needs no name to be previewed. */
function onlyName(problems: ReadonlyMap<string, unknown>): boolean {
  return problems.size === 1 && problems.has('name');
}

interface EndProps {
  id: string | null;
  pending: boolean;
  failure: Error | null;
  /** Why the policy is saved, for the audit log */
  reason: string;
  onReason: (reason: string) => void;
  onCancel: () => void;
}

function FormEnd({ id, pending, failure, reason, onReason, onCancel }: EndProps) {
  const t = useTranslations('policies.editor');
  const cancel = useTranslations('common')('cancel');
  const { problems } = useEditor();
  return (
    <div className="flex flex-col gap-2">
      <ReasonField value={reason} onChange={onReason} />
      <FailureLine error={failure} />
      <p role="alert" className="text-bad empty:hidden">
        {problems.size > 0 && t('problems')}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={pending}>
          {id === null ? t('create') : t('save')}
        </Button>
        <Button onClick={onCancel}>{cancel}</Button>
      </div>
    </div>
  );
}
