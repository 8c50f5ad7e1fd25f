import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function NotFound() {
  const t = useTranslations('error');
  return (
    <main>
      <PageMessage title={t('pageNotFound')} text={t('pageNotFoundText')} />
    </main>
  );
}
