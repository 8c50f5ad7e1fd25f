import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function PageNotFound() {
  const t = useTranslations('error');
  return <PageMessage title={t('pageNotFound')} text={t('pageNotFoundText')} />;
}
