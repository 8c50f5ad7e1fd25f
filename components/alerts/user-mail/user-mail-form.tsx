'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { pick } from 'es-toolkit';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { CheckLine } from '#components/ui/check-list';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { saveUserMail } from '#lib/client/queries/alert-queries';
import type { UserMailItem } from '#lib/contract/user-mail';
import { shownText } from '#lib/domain/text/shown-text';
import { defaultLocale, isLocale, type Locale, localeNames, locales } from '#lib/i18n/locales';

/** What a mail to users says, and to whom it goes in which language. */
export type UserMailDraft = Pick<
  UserMailItem,
  'companyName' | 'helpDesk' | 'footer' | 'backInOrder' | 'language'
>;

export function draftOfUserMail(stored: UserMailItem): UserMailDraft {
  return pick(stored, ['companyName', 'helpDesk', 'footer', 'backInOrder', 'language']);
}

export const languageChoices = locales.map((value) => ({ value, label: localeNames[value], lang: value }));

interface FieldProps {
  draft: UserMailDraft;
  onChange: (part: Partial<UserMailDraft>) => void;
  onFooterLanguage: (language: Locale) => void;
}

interface Props extends FieldProps {
  stored: UserMailItem;
  unsaved: boolean;
  onSaved: () => void;
  onDiscard: () => void;
}

/** The words of the mails. Who may not change them reads them. */
export function UserMailForm({ stored, unsaved, onSaved, onDiscard, ...fields }: Props) {
  const t = useTranslations('alerts.userMail');
  const denied = useDenied('admin');
  const save = useMutation(saveUserMail(useQueryClient()));
  const nothingChanged = useTranslations('common')('nothingChanged');
  const [idle, setIdle] = useState(false);
  const { enabled, updatedAt, updatedBy } = stored;
  return (
    <Panel title={t('settings')} aside={<SavedText at={updatedAt} by={updatedBy} />}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (denied !== null || save.isPending) return;
          setIdle(!unsaved);
          if (!unsaved) return;
          save.mutate({ ...fields.draft, enabled }, { onSuccess: onSaved });
        }}
      >
        <Fields {...fields} isReader={denied !== null} />
        <FailureLine error={save.error} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          <span role="status" className="text-muted empty:hidden">
            {idle && !unsaved ? nothingChanged : save.isSuccess && !unsaved && t('saved')}
          </span>
          {unsaved && <Button onClick={onDiscard}>{t('discard')}</Button>}
          <Button
            type="submit"
            look="primary"
            disabled={denied !== null || save.isPending}
            title={denied ?? undefined}
          >
            {t('save')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function SavedText({ at, by }: { at: string | null; by: string | null }) {
  const t = useTranslations('alerts.userMail');
  if (at === null || by === null) return null;
  return (
    <span className="text-muted text-sm">
      {t.rich('savedBy', { ago: () => <RelativeTime value={at} />, name: shownText(by) })}
    </span>
  );
}

const readOnly = { readOnly: true, className: 'read-only:bg-sunken' };

function Fields({ isReader, ...props }: FieldProps & { isReader: boolean }) {
  const t = useTranslations('alerts.userMail');
  const { draft, onChange } = props;
  const language = { label: t('language'), heading: true, note: t('languageNote') };
  return (
    <>
      <TextField
        label={t('companyName')}
        heading
        note={t('companyNameNote')}
        maxLength={100}
        {...(isReader && readOnly)}
        value={draft.companyName}
        onChange={(companyName) => onChange({ companyName })}
      />
      <TextField
        label={t('helpDesk')}
        heading
        note={t('helpDeskNote')}
        maxLength={500}
        {...(isReader && readOnly)}
        value={draft.helpDesk}
        onChange={(helpDesk) => onChange({ helpDesk })}
      />
      {isReader ? (
        <TextField {...language} {...readOnly} value={localeNames[draft.language]} onChange={() => {}} />
      ) : (
        <SelectField
          {...language}
          value={draft.language}
          choices={languageChoices}
          onChoose={(chosen) => onChange({ language: chosen })}
        />
      )}
      <CheckLine
        hint={t('backInOrderNote')}
        checked={draft.backInOrder}
        disabled={isReader}
        onChange={({ target }) => onChange({ backInOrder: target.checked })}
      >
        {t('backInOrder')}
      </CheckLine>
      <FooterFields {...props} isReader={isReader} />
    </>
  );
}

/** The footer of one language at a time. */
function FooterFields({ draft, isReader, onChange, onFooterLanguage }: FieldProps & { isReader: boolean }) {
  const t = useTranslations('alerts.userMail');
  const format = useFormatter();
  const own = useLocale();
  const id = useId();
  const [language, setLanguage] = useState(isLocale(own) ? own : defaultLocale);
  const { footer } = draft;
  const has = (locale: Locale) => (footer[locale] ?? '').trim() !== '';
  const written = locales.filter(has);
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <SelectField
        label={t('footerLanguage')}
        heading
        note={
          written.length === 0
            ? t('noFooters')
            : t.rich('footerTexts', {
                list: () => (
                  <span translate="no">{format.list(written.map((locale) => localeNames[locale]))}</span>
                ),
              })
        }
        value={language}
        choices={languageChoices.map((choice) =>
          has(choice.value) ? { ...choice, label: t('footerHas', { language: choice.label }) } : choice,
        )}
        onChoose={(chosen) => {
          setLanguage(chosen);
          onFooterLanguage(chosen);
        }}
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          {t('footer')}
        </label>
        <textarea
          id={id}
          rows={4}
          maxLength={1000}
          lang={language}
          readOnly={isReader}
          value={footer[language] ?? ''}
          aria-describedby={`${id}note`}
          onChange={({ target: { value } }) => {
            const { [language]: _, ...others } = footer;
            // An empty text is none, as it is stored.
            onChange({ footer: value === '' ? others : { ...others, [language]: value } });
          }}
          className="rounded-md border border-line-strong bg-surface px-2 py-1 read-only:bg-sunken"
        />
        <p id={`${id}note`} className="text-muted text-sm">
          {t('footerNote')}
        </p>
      </div>
    </div>
  );
}
