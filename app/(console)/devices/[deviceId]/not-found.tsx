import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function DeviceNotFound() {
  const t = useTranslations('device');
  return <PageMessage title={t('notFound')} text={t('notFoundText')} />;
}
