import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { HelpLink } from '#components/marks/guide-link';
import { ArrowLeft } from '#components/ui/icons';
import type { GuideTopicName } from '#lib/client/guide/guide-topics';

interface Props {
  /** Also the title of the browser's tab */
  title: string;
  /** The title on the page, if it is more than plain text */
  heading?: ReactNode;
  /** The way back to the list, above the title */
  back?: ReactNode;
  /** What the guide explains of this page */
  help?: GuideTopicName;
  /** Next to the title: a status, a count, how old the figures are */
  beside?: ReactNode;
  /** Below the title */
  children?: ReactNode;
  /** The buttons, at the end */
  aside?: ReactNode;
  /** Links between pages that belong together, below all else */
  tabs?: ReactNode;
}

/** The top of every page of the console. */
export function PageHeader(props: Props) {
  const { title, heading = title, back, help, beside, children, aside, tabs } = props;
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <PageTitle page={title} />
      <div className="min-w-0 flex-1 basis-80">
        {back}
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-xl">{heading}</h1>
          {help && <HelpLink topic={help} />}
          {beside}
        </div>
        {children}
      </div>
      {aside}
      {tabs && <div className="w-full">{tabs}</div>}
    </header>
  );
}

/** The title of the browser's tab. */
export function PageTitle({ page }: { page: string }) {
  const t = useTranslations('app');
  return <title>{t('title', { page })}</title>;
}

/** Leads from the page of one thing back to its list. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1 rounded-md text-accent text-sm hover:underline"
    >
      <ArrowLeft aria-hidden="true" size={14} />
      {children}
    </Link>
  );
}
