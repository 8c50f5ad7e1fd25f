import { useTranslations } from 'next-intl';

/** The title of the browser's tab. */
export function PageTitle({ page }: { page: string }) {
  const t = useTranslations('app');
  return <title>{t('title', { page })}</title>;
}
