import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function DestinationNotFound() {
  const t = useTranslations('alerts.destinations');
  const link = { href: '/alerts', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
