'use client';

import { useTranslations } from 'next-intl';
import { Copyable } from '#components/ui/copyable';

interface Props {
  ids: { clientRequestId: string | null; requestId: string | null; uploadId?: string | null };
}

/** By which Microsoft's support finds a call. */
export function RequestIds({ ids }: Props) {
  const t = useTranslations('connection.errors');
  const known = [
    [t('clientRequestId'), ids.clientRequestId],
    [t('requestId'), ids.requestId],
    [t('message'), ids.uploadId ?? null],
  ] as const;
  if (known.every(([, id]) => id === null)) return null;
  return (
    <dl className="flex flex-wrap gap-x-5 text-muted text-sm">
      {known.map(
        ([name, id]) =>
          id !== null && (
            <div key={name} className="flex min-w-0 flex-wrap items-center gap-x-1.5">
              <dt>{name}</dt>
              <dd className="min-w-0 text-ink">
                <Copyable text={id} what={name} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
