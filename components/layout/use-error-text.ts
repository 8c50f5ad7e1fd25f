'use client';

import { useTranslations } from 'next-intl';
import { RequestFailed } from '#lib/client/request-json';
import { type ErrorCode, errorCodes } from '#lib/errors';
import { faultOfError } from './fault-of-error.ts';

/** Words for a failed request, in the admin's language, by its code. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('error.code');
  const unavailable = useTranslations('error.unavailable.fault');
  return (error) => {
    const fault = faultOfError(error);
    if (fault !== null) return unavailable(fault);
    if (!(error instanceof RequestFailed)) return t('internal');
    if (error.problem === null) return t('unreachable');
    const { code } = error.problem;
    return t(errorCodes.find((known): known is ErrorCode => known === code) ?? 'internal');
  };
}
