'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CodeBlock } from '../ui/code-block.tsx';
import { languageNames, type SnippetLanguage, snippetOf } from './snippets.ts';

const languages = Object.keys(languageNames) as SnippetLanguage[];

interface Props {
  apiKey: string;
  url: string;
  checksIn: boolean;
}

/** The same call for a shell, Python and PowerShell. */
export function KeySnippets({ apiKey, url, checksIn }: Props) {
  const t = useTranslations('apiKeys.shown');
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  return (
    <>
      <fieldset className="mb-2 flex flex-wrap gap-x-4 gap-y-1">
        <legend className="sr-only">{t('language')}</legend>
        {languages.map((value) => (
          <label
            key={value}
            className="inline-flex min-h-6 cursor-pointer items-center gap-1.5"
            translate="no"
          >
            <input
              type="radio"
              name="snippet-language"
              checked={value === language}
              onChange={() => setLanguage(value)}
              className="size-4 accent-accent"
            />
            {languageNames[value]}
          </label>
        ))}
      </fieldset>
      <CodeBlock text={snippetOf(language, { apiKey, url, checksIn })} what={t('snippet')} />
    </>
  );
}
