import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { SearchX } from '#components/ui/icons';
import { PageTitle } from './page-header.tsx';

interface Props {
  title: string;
  text: string;
  /** Where to go next; the devices if absent */
  link?: {
    href:
      | '/alerts'
      | '/alerts/exports'
      | '/alerts/rules'
      | '/reports'
      | '/api-reference'
      | '/bulk-actions'
      | '/feeds'
      | '/policies'
      | '/policies/version-lists';
    label: string;
  };
}

/** A page that says that nothing was found at its address. */
export function PageMessage({ title, text, link }: Props) {
  const t = useTranslations('error');
  return (
    <>
      <PageTitle page={title} />
      <EmptyState icon={SearchX} title={title} text={text} heading="h1">
        <Link href={link?.href ?? '/devices'} className={`mt-2 ${buttonClass('plain')}`}>
          {link?.label ?? t('toDevices')}
        </Link>
      </EmptyState>
    </>
  );
}
