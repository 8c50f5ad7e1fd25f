import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function BulkActionNotFound() {
  const t = useTranslations('bulk');
  const link = { href: '/bulk-actions', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
