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
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import {
  draftOfExport,
  type ExportDraft,
  exportInputOf,
  newExport,
  problemsOfExport,
  type StartList,
} from '#lib/client/alerts/export-draft';
import { destinationsQuery, exportQuery, saveExport } from '#lib/client/queries/alert-queries';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { shownText } from '#lib/domain/text/shown-text';
import { useDeviceSorts } from '../../layout/filters/use-device-sorts.ts';
import { FormEnd } from '../form-end.tsx';
import { DestinationFields } from '../rules/rule-fields.tsx';
import { RuleFilterField } from '../rules/rule-filter-field.tsx';
import { ColumnsFields, type ExportFieldsProps, TimesFields } from './export-fields.tsx';

interface KnownProps {
  /** Time zones that the server knows */
  zones: readonly string[];
  /** Columns that a file can have */
  fileColumns: readonly string[];
}

/** `list`: what the admin was looking at */
export function NewExportScreen({ list, ...known }: KnownProps & { list: StartList }) {
  const t = useTranslations('alerts.exports');
  const timeZone = useTimeZone() ?? 'UTC';
  const destinations = useQuery(destinationsQuery()).data?.items;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('new')} back={<BackLink href="/alerts/exports">{t('back')}</BackLink>} />
      {destinations === undefined ? (
        <ListSkeleton />
      ) : (
        <ExportForm
          start={newExport(
            timeZone,
            destinations.map(({ id }) => id),
            list,
          )}
          id={null}
          {...known}
        />
      )}
    </div>
  );
}

export function EditExportScreen({ id, ...known }: KnownProps & { id: string }) {
  const t = useTranslations('alerts.rules');
  const query = useQuery({ ...exportQuery(id), staleTime: Number.POSITIVE_INFINITY });
  const { data: schedule, isError } = query;
  const name = shownText(schedule?.name ?? '');
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!schedule && !isError && <ListSkeleton />}
      {schedule && (
        <>
          <PageHeader
            title={t('editOf', { name })}
            back={<BackLink href={`/alerts/exports/${id}`}>{name}</BackLink>}
          />
          <ExportForm start={draftOfExport(schedule)} id={id} {...known} />
        </>
      )}
    </div>
  );
}

interface FormProps extends KnownProps {
  start: ExportDraft;
  /** Of the export that is changed; null: a new one */
  id: string | null;
}

function ExportForm({ start, id, ...known }: FormProps) {
  const t = useTranslations('alerts.exports');
  const router = useRouter();
  const formId = useId();
  const [first] = useState(start);
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const save = useMutation(saveExport(useQueryClient()));
  const guard = useLeaveGuard(!save.isSuccess && !isEqual(draft, first));
  const change = useCallback(
    (part: Partial<ExportDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const problems = problemsOfExport(draft);
  const box = useRef<HTMLDivElement>(null);

  function submit() {
    setTried(true);
    const isReady = box.current !== null && isReadyToSend(box.current);
    if (!isReady || problems.size > 0 || save.isPending) return;
    save.mutate(
      { id, body: exportInputOf(draft) },
      { onSuccess: (saved) => router.push(`/alerts/exports/${saved.id}`) },
    );
  }
  return (
    <div ref={box} className="flex max-w-4xl flex-col gap-4">
      <ExportParts draft={draft} change={change} problems={problems} formId={formId} {...known} />
      <FormEnd
        formId={formId}
        submit={id === null ? t('create') : t('save')}
        pending={save.isPending}
        failure={save.error}
        incomplete={tried && problems.size > 0}
        onSubmit={submit}
        onCancel={() =>
          guard.leave(() => router.push(id === null ? '/alerts/exports' : `/alerts/exports/${id}`))
        }
      />
      {guard.dialog}
    </div>
  );
}

function ExportParts({
  formId,
  zones,
  fileColumns,
  ...parts
}: ExportFieldsProps & KnownProps & { formId: string }) {
  const t = useTranslations('alerts');
  const sortLabel = useTranslations('list')('sort');
  const sorts = useDeviceSorts();
  const { draft, change, problems } = parts;
  const changeFilter = useCallback((filter: DeviceCriteria) => change({ filter }), [change]);
  return (
    <>
      <Panel title={t('exports.basics')}>
        <div className="flex flex-col gap-3">
          <TextField
            form={formId}
            label={t('rules.column.name')}
            heading
            note={t('exports.nameNote')}
            value={draft.name}
            maxLength={100}
            problem={problems.has('name') ? t('rules.problem.name') : null}
            onChange={(name) => change({ name })}
          />
          <CheckLine
            hint={t('exports.enabledNote')}
            checked={draft.enabled}
            onChange={({ target }) => change({ enabled: target.checked })}
          >
            {t('exports.enabled')}
          </CheckLine>
        </div>
      </Panel>
      <Panel title={t('rules.column.filter')}>
        <div className="flex flex-col gap-3">
          <p className="max-w-prose text-muted">{t('exports.filterNote')}</p>
          <RuleFilterField filter={draft.filter} onChange={changeFilter} viewNote={t('exports.viewNote')} />
          <div className="w-72 max-w-full">
            <SelectField
              heading
              label={sortLabel}
              note={t('exports.sortNote')}
              value={draft.sort}
              choices={sorts}
              onChoose={(sort) => change({ sort })}
            />
          </div>
          <ColumnsFields {...parts} fileColumns={fileColumns} />
        </div>
      </Panel>
      <Panel title={t('rules.column.when')}>
        <TimesFields {...parts} zones={zones} />
      </Panel>
      <Panel title={t('rules.column.destinations')}>
        <div className="flex flex-col gap-3">
          <p className="max-w-prose text-muted">{t('exports.destinationsNote')}</p>
          <FieldProblem problem={problems.has('destinations') ? t('exports.problem.destinations') : null}>
            <DestinationFields draft={draft} change={change} />
          </FieldProblem>
          <CheckLine
            checked={draft.whenEmpty}
            onChange={({ target }) => change({ whenEmpty: target.checked })}
          >
            {t('exports.whenEmpty')}
          </CheckLine>
        </div>
      </Panel>
    </>
  );
}
