'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { GivenText } from '#components/marks/given-text';
import { Panel } from '#components/ui/panel';
import { SelectField } from '#components/ui/select-box';
import { Skeleton } from '#components/ui/skeleton';
import { userMailPreviewQuery } from '#lib/client/queries/alert-queries';
import { useCalm } from '#lib/client/use-calm';
import type { UserMailPreview } from '#lib/contract/user-mail';
import type { Locale } from '#lib/i18n/locales';
import { languageChoices, type UserMailDraft } from './user-mail-form.tsx';

interface Props {
  draft: UserMailDraft;
  locale: Locale;
  onLocale: (locale: Locale) => void;
}

/** The real mail of a device whose user has something to do, written while the settings are edited. */
export function UserMailPreviewPanel({ draft, locale, onLocale }: Props) {
  const t = useTranslations('alerts.userMail');
  const calm = useCalm({ ...draft, in: locale });
  const query = useQuery(userMailPreviewQuery(calm));
  const { data, isFetching, isError } = query;
  return (
    <Panel
      title={t('preview')}
      aside={isFetching && <span className="text-muted text-sm">{t('writing')}</span>}
    >
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-muted">{t('previewNote')}</p>
        <SelectField
          label={t('previewLanguage')}
          heading
          note={t('previewLanguageNote')}
          value={locale}
          choices={languageChoices}
          onChoose={onLocale}
        />
        <QueryError query={query} />
        <div aria-busy={isFetching}>
          {!data && !isError && <Skeleton />}
          {data && <Mail preview={data} locale={locale} />}
        </div>
      </div>
    </Panel>
  );
}

function Mail({ preview: { mail }, locale }: { preview: UserMailPreview; locale: Locale }) {
  const t = useTranslations('alerts.userMail');
  if (mail === null) return <p>{t('nobody')}</p>;
  return (
    <>
      <dl className="mb-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-muted">{t('device')}</dt>
        <dd className="wrap-anywhere">
          <GivenText text={mail.device} />
        </dd>
        <dt className="text-muted">{t('subject')}</dt>
        <dd lang={locale} translate="no" className="wrap-anywhere font-semibold">
          <GivenText text={mail.subject} />
        </dd>
      </dl>
      {/* No script runs in it, and its links open in a tab of their own. */}
      <iframe
        title={t('mail')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={mail.html.replace('<head>', '<head><base target="_blank">')}
        className="h-112 w-full rounded-md border border-line bg-surface"
      />
    </>
  );
}
