'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import { destinationsQuery, failuresQuery, repeatFailed } from '#lib/client/queries/alert-queries';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  /** Those that the list is filtered by; none: all */
  destinationIds: readonly string[];
  onClose: () => void;
}

/** Asks before everything is sent again that failed, and says how much it was. */
export function RepeatFailedDialog({ destinationIds, onClose }: Props) {
  const t = useTranslations('alerts.deliveries');
  const common = useTranslations('common');
  const format = useFormatter();
  const repeat = useMutation(repeatFailed(useQueryClient(), destinationIds));
  const known = useQuery(destinationsQuery()).data?.items ?? [];
  const names = known.filter(({ id }) => destinationIds.includes(id)).map(({ name }) => shownText(name));
  const failures = useQuery(failuresQuery(destinationIds));
  const isNone = failures.data?.value === 0;
  return (
    <ModalDialog title={t('repeatAllTitle')} open onClose={onClose}>
      {repeat.data === undefined && !isNone ? (
        <>
          <p role="status" className="mt-2 min-h-5 font-medium">
            {failures.data &&
              t('failures', { count: failures.data.value, exact: String(failures.data.exact) })}
          </p>
          <p className="mt-2">
            {destinationIds.length === 0
              ? t('repeatAllText')
              : t('repeatAllOf', { destinations: format.list(names, { type: 'conjunction' }) })}
          </p>
          <p className="mt-2 text-muted">{t('repeatSameId')}</p>
          <ConfirmForm
            submit={t('repeatAll')}
            pending={repeat.isPending || failures.isPending}
            failure={<FailureLine error={repeat.error ?? failures.error} />}
            onCancel={onClose}
            onConfirm={() => repeat.mutate()}
          />
        </>
      ) : (
        <>
          <p role="status" className="mt-2">
            {t('repeated', { count: repeat.data ?? 0 })}
          </p>
          <div className="mt-4 flex justify-end">
            <Button look="primary" onClick={onClose}>
              {common('close')}
            </Button>
          </div>
        </>
      )}
    </ModalDialog>
  );
}
