import { useTranslations } from 'next-intl';

/** The name with its seal 点呼 (roll call), the same in every language. `compact`: only the seal where a line is full. */
export function Brand({ compact = false }: { compact?: boolean }) {
  const t = useTranslations('app');
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-lg">
      <span
        lang="ja"
        aria-hidden="true"
        className="rounded-md bg-accent px-1.5 py-0.5 text-base text-on-accent leading-snug tracking-wider"
      >
        点呼
      </span>
      <span className={compact ? 'lg:max-xl:sr-only' : undefined}>{t('name')}</span>
    </span>
  );
}
