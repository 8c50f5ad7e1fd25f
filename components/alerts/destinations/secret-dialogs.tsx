'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { useMadeOnce } from '#components/layout/use-made-once';
import { Button } from '#components/ui/button';
import { CodeBlock } from '#components/ui/code-block';
import { Copyable } from '#components/ui/copy-button';
import { ExternalLink } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { RelativeTime } from '#components/ui/relative-time';
import { rotateSecret } from '#lib/client/queries/alert-queries';
import type { AlertDestinationItem } from '#lib/contract/alert-destination';
import { shownText } from '#lib/domain/text/shown-text';

interface NewSecretProps {
  name: string;
  secret: string;
  onClose: () => void;
}

/** The secret of a new webhook, which is shown only once. */
export function NewSecretDialog({ name, secret, onClose }: NewSecretProps) {
  const t = useTranslations('alerts.secret');
  return (
    <ModalDialog title={t('title', { name: shownText(name) })} open onClose={onClose} wide firm>
      <SecretShown secret={secret} formerUntil={null} onClose={onClose} />
    </ModalDialog>
  );
}

interface RotateProps {
  destination: AlertDestinationItem;
  onClose: () => void;
}

/** Asks before a webhook gets a new secret, and then shows it. */
export function RotateSecretDialog({ destination: { id, name }, onClose }: RotateProps) {
  const t = useTranslations('alerts.secret');
  const { made, error, firm, make } = useMadeOnce(rotateSecret(useQueryClient(), id));
  const title = made === undefined ? 'rotateTitle' : 'title';
  return (
    <ModalDialog title={t(title, { name: shownText(name) })} open onClose={onClose} wide firm={firm}>
      {made === undefined ? (
        <>
          <p className="mt-2">{t('rotateText')}</p>
          <ConfirmForm
            submit={t('rotate')}
            pending={firm}
            firm={firm}
            failure={<FailureLine error={error} />}
            onCancel={onClose}
            onConfirm={() => make()}
          />
        </>
      ) : (
        <SecretShown secret={made.secret} formerUntil={made.formerUntil} onClose={onClose} />
      )}
    </ModalDialog>
  );
}

/** By https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries/javascript */
const example = `import { Webhook } from 'standardwebhooks';

const webhook = new Webhook('whsec_…');
// The body as it was received. Throws if it is not from Tenko, or too old.
const event = webhook.verify(body, headers);`;

interface SecretShownProps {
  secret: string;
  /** Until when messages are signed with the former secret, too; null: there was none */
  formerUntil: string | null;
  onClose: () => void;
}

function SecretShown({ secret, formerUntil, onClose }: SecretShownProps) {
  const t = useTranslations('alerts.secret');
  // What had the focus is gone, so the focus moves to the text that replaced it.
  const note = useRef<HTMLParagraphElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <>
      <p ref={note} tabIndex={-1} className="mt-2 mb-2 font-medium text-wait outline-none">
        {t('once')}
      </p>
      <section aria-label={t('secret')} className="rounded-md border border-line bg-sunken p-3">
        <Copyable text={secret} what={t('secret')} />
      </section>
      {formerUntil !== null && (
        <p className="mt-2">
          {t.rich('former', { time: () => <RelativeTime value={formerUntil} future /> })}
        </p>
      )}
      <h3 className="mt-4 mb-1 font-semibold">{t('verify')}</h3>
      <p className="mb-2">
        {t.rich('verifyText', { code: (text) => <code className="wrap-anywhere">{text}</code> })}{' '}
        <a
          href="https://www.standardwebhooks.com/"
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 rounded-md text-accent hover:underline"
        >
          {t('libraries')}
          <ExternalLink aria-hidden="true" size={13} />
        </a>
      </p>
      <CodeBlock text={example} what={t('example')} />
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </>
  );
}
