'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { ApiKey } from '#lib/contract/api-key';

/** What it is called, and the part of it that may be seen. */
export function ApiKeyName({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations('apiKeys');
  const { name, prefix, managed } = apiKey;
  return (
    <>
      <span className="font-medium">
        <GivenText text={name} />
      </span>
      {prefix !== null && <code className="block font-mono text-muted text-sm">{prefix}_…</code>}
      {prefix === null && !managed && <span className="block text-muted text-sm">{t('noPrefix')}</span>}
      {managed && <span className="block text-muted text-sm">{t.rich('managed', { code: codeOf })}</span>}
    </>
  );
}

const codeOf = () => <code className="font-mono">TENKO_BOOTSTRAP_API_KEY</code>;
