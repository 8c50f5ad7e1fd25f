'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { LoadError } from '#components/layout/load-error';
import { Button, buttonClass } from '#components/ui/button';
import { CopyButton, useCopy } from '#components/ui/copy-button';
import { Check, Copy, Mail } from '#components/ui/icons';
import { SelectBox } from '#components/ui/select-box';
import { Skeleton } from '#components/ui/skeleton';
import { userTextQuery } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import type { UserText as UserMessage } from '#lib/contract/user-text';
import { isLocale, type Locale, localeNames, locales } from '#lib/i18n/locales';

const choices = locales.map((value) => ({ value, label: localeNames[value], lang: value }));

/** A mail to the user: what is wrong and what to do, in the language of the user. */
export function UserText({ device, onClose }: { device: DeviceDetail; onClose: () => void }) {
  const t = useTranslations('device.forUser');
  const cancel = useTranslations('common')('close');
  const languageId = useId();
  const pageLocale = useLocale();
  const [locale, setLocale] = useState(() => userTextLocale(pageLocale));
  const {
    data: text,
    error,
    isFetching,
    refetch,
  } = useQuery(userTextQuery(device.id, locale, useTimeZone()));
  const { copied, copy } = useCopy(text?.body ?? '');
  const ready = text !== undefined && text.locale === locale;
  const address = device.userPrincipalName ?? '';
  const mail = `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(text?.subject ?? '')}&body=${encodeURIComponent((text?.body ?? '').replaceAll('\n', '\r\n'))}`;
  return (
    <div className="mt-1 flex flex-col gap-3">
      <p className="text-muted">{t('text')}</p>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={languageId}>{t('language')}</label>
        <span>
          <SelectBox
            id={languageId}
            value={locale}
            choices={choices}
            onChoose={(chosen) => {
              keepUserTextLocale(chosen);
              setLocale(chosen);
            }}
          />
        </span>
      </div>
      {error && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      <MailText text={text} />
      <p role="status" className="sr-only">
        {copied && t('copied')}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{cancel}</Button>
        <a href={mail} className={buttonClass('plain')}>
          <Mail aria-hidden="true" size={14} />
          {t('mail')}
        </a>
        <Button look="primary" disabled={!ready} onClick={copy}>
          {copied ? <Check aria-hidden="true" size={14} /> : <Copy aria-hidden="true" size={14} />}
          {t('copy')}
        </Button>
      </div>
    </div>
  );
}

/** Subject and body of the mail, in its own language. */
function MailText({ text }: { text: UserMessage | undefined }) {
  const t = useTranslations('device.forUser');
  return (
    <div lang={text?.locale} className="flex min-h-72 flex-col rounded-md border border-line bg-canvas">
      <div className="flex items-center justify-between gap-2 border-line border-b px-3 py-2">
        <p className="min-w-0 font-semibold">{text?.subject ?? <Skeleton width="16rem" />}</p>
        {text && <CopyButton text={text.subject} what={t('subject')} />}
      </div>
      <section
        aria-label={t('body')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
        className="max-h-[45dvh] overflow-y-auto whitespace-pre-line px-3 py-2"
      >
        {text?.body ?? <Skeleton />}
      </section>
    </div>
  );
}

const key = 'tenko:user-text-locale';

/** The language last used in this browser for mails to users, or else the admin's own. */
function userTextLocale(own: Locale): Locale {
  const kept = window.localStorage.getItem(key) ?? undefined;
  return isLocale(kept) ? kept : own;
}

function keepUserTextLocale(locale: Locale): void {
  window.localStorage.setItem(key, locale);
}
