import { useTranslations } from 'next-intl';

export function SkipLink() {
  const t = useTranslations('app');
  return (
    <a
      href="#content"
      className="sr-only rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50"
    >
      {t('skipToContent')}
    </a>
  );
}
