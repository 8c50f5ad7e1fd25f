import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function FeedNotFound() {
  const t = useTranslations('feeds');
  const link = { href: '/feeds', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
