'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { useClock } from '#components/ui/clock';
import { Hourglass } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { endException } from '#lib/client/queries/policy-queries';
import type { ExceptionItem } from '#lib/contract/policy-exception';
import { dayMs } from '#lib/domain/text/age';
import { shownText } from '#lib/domain/text/shown-text';

/** Returns what an exception is for, as text. */
function useTargetText(): (exception: ExceptionItem) => string {
  const t = useTranslations('policyExceptions');
  return ({ deviceId, deviceName, userPrincipalName, viewName, devices }) => {
    if (viewName !== null) return t('view', { name: shownText(viewName), count: devices ?? 0 });
    if (userPrincipalName !== null) return t('user', { user: shownText(userPrincipalName) });
    return deviceId === null || deviceName === null ? t('deleted') : shownText(deviceName);
  };
}

/** What an exception is for. A device is a link. */
export function ExceptionTargetText({ exception }: { exception: ExceptionItem }) {
  const targetText = useTargetText();
  const { deviceId, deviceName } = exception;
  if (deviceId === null || deviceName === null) return <bdi>{targetText(exception)}</bdi>;
  return (
    <Link
      href={`/devices/${deviceId}`}
      prefetch={false}
      className="rounded-md font-medium text-accent hover:underline"
    >
      <GivenText text={deviceName} />
    </Link>
  );
}

const soonMs = 7 * dayMs;

/** When an exception ends; one that ends within a week stands out. */
export function ExceptionUntil({ exception: { until, ended } }: { exception: ExceptionItem }) {
  const now = useClock();
  const soon = !ended && Date.parse(until) - now < soonMs;
  return (
    <>
      <ExactTime value={until} />
      <span className="block text-sm">
        {soon ? (
          <Status tone="wait" icon={Hourglass}>
            <RelativeTime value={until} future />
          </Status>
        ) : (
          <span className="text-muted">
            <RelativeTime value={until} future />
          </span>
        )}
      </span>
    </>
  );
}

/** Ends an exception that has not ended. */
export function EndException({ exception }: { exception: ExceptionItem }) {
  const t = useTranslations('policyExceptions');
  const name = useTargetText()(exception);
  const denied = useDenied('admin');
  const [open, setOpen] = useState(false);
  const end = useMutation(endException(useQueryClient(), exception.id));
  if (exception.ended) return null;
  return (
    <>
      <Button
        disabled={denied !== null}
        title={denied ?? undefined}
        aria-label={t('endOf', { name })}
        onClick={() => setOpen(true)}
      >
        {t('end')}
      </Button>
      <ModalDialog title={t('endTitle')} open={open} onClose={() => setOpen(false)}>
        <p className="mt-2">{t('endText', { name })}</p>
        <ConfirmForm
          submit={t('endSubmit')}
          pending={end.isPending}
          failure={<FailureLine error={end.error} />}
          onCancel={() => setOpen(false)}
          onConfirm={() => end.mutate()}
        />
      </ModalDialog>
    </>
  );
}
