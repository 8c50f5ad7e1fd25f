'use client';

import { useTranslations } from 'next-intl';
import { RequestFailed } from '#lib/client/call';
import { type DatabaseFault, databaseFaults, faultOfDigest } from '#lib/domain/database-fault';
import { type ErrorCode, errorCodes } from '#lib/errors';

/** Returns a function that describes a failed request in the admin's language, by its code. */
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

/** Returns why the database cannot be used, from a failed API call or page; null for any other error. */
export function faultOfError(error: unknown): DatabaseFault | null {
  if (error instanceof RequestFailed) {
    const { code, reason } = error.problem ?? {};
    if (code !== 'database_unavailable') return null;
    return databaseFaults.find((fault) => fault === reason) ?? null;
  }
  const hasDigest = typeof error === 'object' && error !== null && 'digest' in error;
  return hasDigest ? faultOfDigest(error.digest) : null;
}
