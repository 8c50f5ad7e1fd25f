import { useTranslations } from 'next-intl';
import { PageMessage } from '#components/layout/page-message';

export default function ReportNotFound() {
  const t = useTranslations();
  const link = { href: '/reports', label: t('error.toReports') } as const;
  return <PageMessage title={t('report.notFound')} text={t('report.notFoundText')} link={link} />;
}
