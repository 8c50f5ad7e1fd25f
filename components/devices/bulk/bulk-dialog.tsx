'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { BulkTarget as TargetWords } from '#components/marks/bulk-target';
import { ModalDialog } from '#components/ui/modal-dialog';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { nothingSelected } from '#lib/client/lists/device-selection';
import {
  type BulkTarget,
  startBulkMove,
  startBulkReport,
  startBulkRetire,
} from '#lib/client/queries/bulk-queries';
import { deviceCountQuery, deviceKeys } from '#lib/client/queries/device-queries';
import type { DeviceList } from '../list/use-device-list.ts';
import { BulkForecast, type BulkVerb } from './bulk-forecast.tsx';

/** What the dialog says before the last question. */
const notes = {
  report: ['reportEffect'],
  retire: ['retireEffect', 'retireObstacles', 'retireUndo'],
  move: ['moveEffect'],
} as const;

interface Props {
  verb: BulkVerb;
  list: DeviceList;
  onClose: () => void;
}

/** Says how many devices are reported, retired or given their Azure ids, and what happens then. */
export function BulkDialog({ verb, list, onClose }: Props) {
  const t = useTranslations('table');
  const { target, count, error } = useBulkTarget(list);
  const title = count === undefined ? t('counting') : t(`bulk.${verb}Title`, { count });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      {'filter' in target && (
        <div className="mt-2">
          <TargetWords filter={target.filter} />
        </div>
      )}
      {notes[verb].map((note) => (
        <p key={note} className={`mt-2 ${note === 'retireUndo' ? 'text-muted' : ''}`}>
          {t(`bulk.${note}`)}
        </p>
      ))}
      {count === 0 && <p className="mt-2 text-wait">{t('bulk.noneLeft')}</p>}
      {count !== undefined && count > 0 && <BulkForecast verb={verb} target={target} count={count} />}
      {error && (
        <div className="mt-2">
          <FailureLine error={error} />
        </div>
      )}
      {verb === 'report' && <ReportForm list={list} target={target} count={count} onCancel={onClose} />}
      {verb !== 'report' && count !== undefined && (
        <CountForm verb={verb} list={list} target={target} count={count} onCancel={onClose} />
      )}
    </ModalDialog>
  );
}

interface FormProps {
  list: DeviceList;
  target: BulkTarget;
  onCancel: () => void;
}

/** One click is enough: a report changes nothing on a device. */
function ReportForm({ list, target, count, onCancel }: FormProps & { count: number | undefined }) {
  const t = useTranslations('table.bulk');
  const follow = useFollow(list);
  const report = useMutation(startBulkReport(useQueryClient()));
  return (
    <ConfirmForm
      submit={t('reportSubmit', { count: count ?? 0 })}
      pending={count === undefined || count === 0 || report.isPending}
      failure={<FailureLine error={report.error} />}
      onCancel={onCancel}
      onConfirm={() => report.mutate(target, { onSuccess: follow })}
    />
  );
}

/** Asks for the count, so that nobody changes a fleet by mistake. */
function CountForm({
  verb,
  list,
  target,
  count,
  onCancel,
}: FormProps & { verb: 'retire' | 'move'; count: number }) {
  const t = useTranslations('table.bulk');
  const format = useFormatter();
  const client = useQueryClient();
  const follow = useFollow(list);
  const change = useMutation(verb === 'retire' ? startBulkRetire(client) : startBulkMove(client));

  function submit() {
    // An error may mean that the count has changed: count again.
    const onError = () => client.invalidateQueries({ queryKey: deviceKeys.all });
    change.mutate({ ...target, confirmedCount: count }, { onSuccess: follow, onError });
  }
  return (
    <ConfirmForm
      typing={{
        label: t('retireConfirm', { count }),
        // With or without the separators between the digits.
        isRight: (typed) => count > 0 && [String(count), format.number(count)].includes(typed),
        numeric: true,
      }}
      submit={t(`${verb}Submit`, { count })}
      danger={verb === 'retire'}
      pending={change.isPending}
      failure={<FailureLine error={change.error} />}
      onCancel={onCancel}
      onConfirm={submit}
    />
  );
}

/** Returns what to do once a bulk action has started: clear the selection and open the page of the action. */
function useFollow({ select }: DeviceList) {
  const router = useRouter();
  return ({ id }: { id: string }) => {
    select(nothingSelected);
    router.push(`/bulk-actions/${id}`);
  };
}

/** Returns what is selected, as the API takes it, and its count. The count is new where all that match are selected. */
function useBulkTarget({ selection, search }: DeviceList) {
  const { everything, ids } = selection;
  const counted = useQuery({ ...deviceCountQuery(search), enabled: everything, staleTime: 0 });
  const deviceIds = Object.keys(ids);
  const target: BulkTarget = everything ? { filter: toDeviceFilter(search) } : { deviceIds };
  const count = everything ? counted.data : deviceIds.length;
  return { target, count, error: counted.error };
}
