'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import { nothingSelected } from '#lib/client/lists/device-selection';
import { startBulkReport } from '#lib/client/queries/bulk-queries';
import { useErrorText } from '../../layout/use-error-text.ts';
import type { DeviceList } from '../list/use-device-list.ts';
import { useBulkTarget } from './bulk-confirm-form.tsx';

/** Names how many devices are reported and what comes of it. */
export function BulkReportDialog({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations();
  const errorText = useErrorText();
  const router = useRouter();
  const { target, count, error } = useBulkTarget(list);
  const report = useMutation(startBulkReport(useQueryClient()));
  const leave = ({ id }: { id: string }) => {
    list.select(nothingSelected);
    router.push(`/bulk-actions/${id}`);
  };
  const failed = error ?? report.error;
  const title = count === undefined ? t('table.counting') : t('table.bulk.reportTitle', { count });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      <p className="mt-2">{t('table.bulk.reportEffect')}</p>
      <p className="mt-2 text-muted">{t('table.bulk.reportObstacles')}</p>
      <p role="alert" className="mt-2 text-bad empty:hidden">
        {failed && errorText(failed)}
      </p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          disabled={count === undefined || count === 0 || report.isPending}
          onClick={() => report.mutate(target, { onSuccess: leave })}
        >
          {t('table.bulk.reportSubmit', { count: count ?? 0 })}
        </Button>
      </div>
    </ModalDialog>
  );
}
