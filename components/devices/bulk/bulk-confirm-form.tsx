'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { FailureLine } from '#components/layout/action-form';
import { ConfirmForm } from '#components/layout/confirm-form';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { nothingSelected } from '#lib/client/lists/device-selection';
import type { startBulkMove, startBulkRetire } from '#lib/client/queries/bulk-queries';
import { deviceCountQuery, deviceKeys } from '#lib/client/queries/device-queries';
import type { BulkFilter } from '#lib/contract/bulk-action';
import type { DeviceList } from '../list/use-device-list.ts';

interface Props {
  list: DeviceList;
  target: BulkTarget;
  count: number;
  start: typeof startBulkRetire | typeof startBulkMove;
  submit: string;
  danger?: boolean;
  onCancel: () => void;
}

/** Asks for the count, so that nobody changes a fleet by a slip. */
export function BulkConfirmForm(props: Props) {
  const { list, target, count, start, submit: label, danger = false, onCancel } = props;
  const t = useTranslations('table.bulk');
  const format = useFormatter();
  const router = useRouter();
  const client = useQueryClient();
  const action = useMutation(start(client));

  function submit() {
    action.mutate(
      { ...target, confirmedCount: count },
      {
        onSuccess: ({ id }) => {
          list.select(nothingSelected);
          router.push(`/bulk-actions/${id}`);
        },
        // As many as that they may no longer be.
        onError: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
      },
    );
  }

  return (
    <ConfirmForm
      typing={{
        label: t('retireConfirm', { count }),
        // With or without what groups the digits.
        isRight: (typed) => count > 0 && [String(count), format.number(count)].includes(typed),
        numeric: true,
      }}
      submit={label}
      danger={danger}
      pending={action.isPending}
      failure={<FailureLine error={action.error} />}
      onCancel={onCancel}
      onConfirm={submit}
    />
  );
}

type BulkTarget = { deviceIds: string[] } | { filter: BulkFilter };

/** What is chosen, as an action takes it, and how many that are: counted anew when it is all that match. */
export function useBulkTarget({ selection, search }: DeviceList) {
  const { everything, ids } = selection;
  const counted = useQuery({ ...deviceCountQuery(search), enabled: everything, staleTime: 0 });
  const deviceIds = Object.keys(ids);
  const target: BulkTarget = everything ? { filter: toDeviceFilter(search) } : { deviceIds };
  const count = everything ? counted.data : deviceIds.length;
  return { target, count, error: counted.error };
}
