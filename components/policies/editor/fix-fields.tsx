'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { TextField } from '#components/ui/text-field';
import { isLocale, localeNames, locales } from '#lib/i18n/locales';
import { Choice } from './choice.tsx';
import { EditorSection, ProblemLine, useEditor, useProblemText } from './editor-context.tsx';

/** What the user has to do, in each language that the admin writes it in. */
export function FixFields() {
  const t = useTranslations('policies');
  const format = useFormatter();
  const own = useLocale();
  const problemText = useProblemText();
  const textId = useId();
  const { draft, change } = useEditor();
  const [language, setLanguage] = useState(own);
  const { title = '', text = '' } = draft.fix[language] ?? {};
  const written = locales.filter((one) => draft.fix[one] !== undefined).map((one) => localeNames[one]);

  function set(changes: { title?: string; text?: string }) {
    const { [language]: _, ...others } = draft.fix;
    const next = { title, text, ...changes };
    change({ fix: next.title === '' && next.text === '' ? others : { ...others, [language]: next } });
  }
  return (
    <EditorSection title={t('field.fix')} note={t('editor.fixNote')}>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-1">
        <span className="w-56">
          <Choice
            label={t('editor.fixLanguage')}
            value={language}
            choices={locales.map((value) => ({ value, label: localeNames[value], lang: value }))}
            onChoose={(chosen) => isLocale(chosen) && setLanguage(chosen)}
          />
        </span>
        {written.length > 0 && (
          <p className="min-h-8 py-1 text-muted text-sm" translate="no">
            {t('editor.fixWritten', { languages: format.list(written) })}
          </p>
        )}
      </div>
      <div lang={language} className="flex flex-col gap-3">
        <TextField
          label={t('editor.fixTitle')}
          heading
          note={<span lang={own}>{t('editor.fixTitleNote')}</span>}
          value={title}
          maxLength={200}
          error={problemText(`fix.${language}.title`) ?? ''}
          onChange={(next) => set({ title: next })}
        />
        <div className="flex flex-col gap-1">
          <label htmlFor={textId} className="font-medium">
            {t('editor.fixText')}
          </label>
          <textarea
            id={textId}
            rows={4}
            value={text}
            maxLength={4000}
            aria-describedby={`${textId}note`}
            aria-invalid={problemText(`fix.${language}.text`) !== undefined || undefined}
            onChange={({ target }) => set({ text: target.value })}
            className="rounded-md border border-line-strong bg-surface px-2 py-1"
          />
          <p id={`${textId}note`} lang={own} className="text-muted text-sm">
            {t('editor.fixTextNote')}
          </p>
          <ProblemLine path={`fix.${language}.text`} />
        </div>
      </div>
    </EditorSection>
  );
}
