'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useRouter } from 'next/navigation';
import { useTimeZone, useTranslations } from 'next-intl';
import { useCallback, useId, useRef, useState } from 'react';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useLeaveGuard } from '#components/layout/use-leave-guard';
import { CheckLine } from '#components/ui/check-list';
import { FieldProblem, isReadyToSend } from '#components/ui/field-problem';
import { Panel } from '#components/ui/panel';
import { TextField } from '#components/ui/text-field';
import {
  draftOfRule,
  filterOf,
  newRule,
  problemsOfRule,
  type RuleDraft,
  ruleInputOf,
} from '#lib/client/alerts/rule-draft';
import { destinationsQuery, ruleQuery, saveRule } from '#lib/client/queries/alert-queries';
import type { AlertRuleItem } from '#lib/contract/alert-rule';
import { isDeviceEvent } from '#lib/domain/alerts/alert-event';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { useRuleName } from '../alert-marks.tsx';
import { FormEnd } from '../form-end.tsx';
import { DestinationFields, EventFields, WhenFields } from './rule-fields.tsx';
import { RuleFilterField } from './rule-filter-field.tsx';
import { RulePreviewPanel } from './rule-preview.tsx';

interface ZonesProps {
  /** Time zones that the server knows */
  zones: readonly string[];
}

export function NewRuleScreen({ zones }: ZonesProps) {
  const t = useTranslations('alerts.rules');
  const timeZone = useTimeZone() ?? 'UTC';
  const destinations = useQuery(destinationsQuery()).data?.items;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('new')} back={<BackLink href="/alerts/rules">{t('back')}</BackLink>} />
      {destinations === undefined ? (
        <ListSkeleton />
      ) : (
        <RuleForm
          start={newRule(
            timeZone,
            destinations.map(({ id }) => id),
          )}
          rule={null}
          zones={zones}
        />
      )}
    </div>
  );
}

export function EditRuleScreen({ id, zones }: ZonesProps & { id: string }) {
  const t = useTranslations('alerts.rules');
  const nameOf = useRuleName();
  const query = useQuery({ ...ruleQuery(id), staleTime: Number.POSITIVE_INFINITY });
  const { data: rule, isError } = query;
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!rule && !isError && <ListSkeleton />}
      {rule && (
        <>
          <PageHeader
            title={t('editOf', { name: nameOf(rule) })}
            back={<BackLink href={`/alerts/rules/${id}`}>{nameOf(rule)}</BackLink>}
          />
          <RuleForm start={draftOfRule(rule, nameOf(rule))} rule={rule} zones={zones} />
        </>
      )}
    </div>
  );
}

interface FormProps extends ZonesProps {
  start: RuleDraft;
  /** The rule that is changed; null: a new one */
  rule: AlertRuleItem | null;
}

/** The fields of a rule, with a live preview beside them. */
function RuleForm({ start, rule, zones }: FormProps) {
  const t = useTranslations('alerts.rules');
  const router = useRouter();
  const formId = useId();
  const [first] = useState(start);
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const save = useMutation(saveRule(useQueryClient()));
  const guard = useLeaveGuard(!save.isSuccess && !isEqual(draft, first));
  const change = useCallback(
    (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const problems = problemsOfRule(draft);
  const box = useRef<HTMLDivElement>(null);

  function submit() {
    setTried(true);
    const isReady = box.current !== null && isReadyToSend(box.current);
    if (!isReady || problems.size > 0 || save.isPending) return;
    const input = ruleInputOf(draft);
    // The translated name of a rule of Tenko's own is not stored.
    const name = rule !== null && draft.name === first.name ? rule.name : input.name;
    save.mutate(
      { id: rule?.id ?? null, body: { ...input, name } },
      { onSuccess: ({ id }) => router.push(`/alerts/rules/${id}`) },
    );
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div ref={box} className="flex min-w-0 flex-col gap-4">
        <RuleParts draft={draft} change={change} problems={problems} formId={formId} zones={zones} />
        <FormEnd
          formId={formId}
          submit={rule === null ? t('create') : t('save')}
          pending={save.isPending}
          failure={save.error}
          incomplete={tried && problems.size > 0}
          onSubmit={submit}
          onCancel={() =>
            guard.leave(() => router.push(rule === null ? '/alerts/rules' : `/alerts/rules/${rule.id}`))
          }
        />
      </div>
      <div className="lg:sticky lg:top-4">
        <RulePreviewPanel events={draft.events} filter={filterOf(draft)} />
      </div>
      {guard.dialog}
    </div>
  );
}

interface PartsProps extends ZonesProps, React.ComponentProps<typeof WhenFields> {
  formId: string;
}

function RuleParts({ formId, zones, ...parts }: PartsProps) {
  const t = useTranslations('alerts.rules');
  const { draft, change, problems } = parts;
  const changeFilter = useCallback((filter: DeviceCriteria) => change({ filter }), [change]);
  return (
    <>
      <Panel title={t('basics')}>
        <div className="flex flex-col gap-3">
          <TextField
            form={formId}
            label={t('column.name')}
            heading
            note={t('nameNote')}
            value={draft.name}
            maxLength={100}
            problem={problems.has('name') ? t('problem.name') : null}
            onChange={(name) => change({ name })}
          />
          <CheckLine
            hint={t('enabledNote')}
            checked={draft.enabled}
            onChange={({ target }) => change({ enabled: target.checked })}
          >
            {t('enabled')}
          </CheckLine>
        </div>
      </Panel>
      <Panel title={t('column.events')}>
        <FieldProblem problem={problems.has('events') ? t('problem.events') : null}>
          <EventFields draft={draft} change={change} />
        </FieldProblem>
      </Panel>
      {draft.events.some(isDeviceEvent) && (
        <Panel title={t('column.filter')}>
          <div className="flex flex-col gap-3">
            <p className="max-w-prose text-muted">{t('filterNote')}</p>
            <RuleFilterField filter={draft.filter} onChange={changeFilter} viewNote={t('fromViewNote')} />
          </div>
        </Panel>
      )}
      <Panel title={t('column.destinations')}>
        <DestinationFields {...parts} />
      </Panel>
      <Panel title={t('column.when')}>
        <WhenFields {...parts} zones={zones} />
      </Panel>
    </>
  );
}
