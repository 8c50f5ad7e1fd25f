import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function RuleNotFound() {
  const t = useTranslations('alerts.rules');
  const link = { href: '/alerts/rules', label: t('back') } as const;
  return <PageMessage title={t('notFound')} text={t('notFoundText')} link={link} />;
}
