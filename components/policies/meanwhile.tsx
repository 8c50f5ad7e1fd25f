'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ActionForm } from '#components/layout/action-form';
import { Button } from '#components/ui/button';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { shownText } from '#lib/domain/text/shown-text';
import type { SavedVersion } from '#lib/errors';

interface Newer {
  id: string;
  /** What somebody else saved */
  current: SavedVersion;
  /** The version that is edited */
  from: number;
}

function NewerText({ id, current, from }: Newer) {
  const t = useTranslations('policies.meanwhile');
  const { version, savedAt, savedBy } = current;
  return (
    <>
      <p className="mt-2">
        {t.rich('notice', {
          ago: () => <RelativeTime value={savedAt} />,
          name: shownText(savedBy),
          version,
          from,
        })}
      </p>
      <p>
        <Link
          href={`/policies/${id}`}
          target="_blank"
          className="rounded-md text-accent underline underline-offset-2"
        >
          {t('show', { version })}
        </Link>
      </p>
    </>
  );
}

/** In the editor, as soon as somebody else has saved the policy. */
export function NewerVersionNotice({ onStartOver, ...newer }: Newer & { onStartOver: () => void }) {
  const t = useTranslations('policies.meanwhile');
  return (
    <section role="status" className="rounded-lg border border-wait bg-surface p-4">
      <h2 className="font-semibold text-wait">{t('title')}</h2>
      <NewerText {...newer} />
      <p className="mt-2">
        <Button onClick={onStartOver}>{t('startOver', { version: newer.current.version })}</Button>
      </p>
    </section>
  );
}

interface DialogProps extends Newer {
  pending: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks whether to replace what somebody else saved. */
export function NewerVersionDialog({ pending, onCancel, onConfirm, ...newer }: DialogProps) {
  const t = useTranslations('policies.meanwhile');
  const stay = useTranslations('common.leave')('stay');
  return (
    <ModalDialog title={t('title')} open onClose={onCancel}>
      <NewerText {...newer} />
      <p className="mt-2">{t('text')}</p>
      <ActionForm
        cancel={stay}
        submit={t('anyway')}
        danger
        pending={pending}
        failure={null}
        className="mt-3"
        onCancel={onCancel}
        onSubmit={onConfirm}
      />
    </ModalDialog>
  );
}
