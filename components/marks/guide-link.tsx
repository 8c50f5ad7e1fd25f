import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CircleHelp } from '#components/ui/icons';
import { type GuideTopicName, guideHref } from '#lib/client/guide/guide-topics';
import type { LinkedEntry, LinkedTopic } from '#lib/client/guide/linked-entries';

/** Leads to what the guide says about the states and fields of a page. */
export function HelpLink({ topic }: { topic: GuideTopicName }) {
  const t = useTranslations('shell');
  return <Mark href={guideHref(topic)} label={t('help')} size={16} />;
}

interface Props<T extends LinkedTopic> {
  topic: T;
  entry: LinkedEntry<T>;
  /** As it is shown beside the link */
  name: string;
}

/** Leads to what the guide says about one state, field or code. */
export function GuideLink<T extends LinkedTopic>({ topic, entry, name }: Props<T>) {
  const t = useTranslations('shell');
  return <Mark href={guideHref(topic, entry)} label={t('helpOn', { name })} size={14} />;
}

interface MarkProps {
  href: `/guide#${string}`;
  label: string;
  /** Of the icon, in px */
  size: number;
}

/** As high as a finger needs it, without making its line higher. */
function Mark({ href, label, size }: MarkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={label}
      title={label}
      className="-my-1 inline-grid size-6 shrink-0 place-items-center rounded-md align-middle text-muted hover:bg-sunken hover:text-ink"
    >
      <CircleHelp aria-hidden="true" size={size} />
    </Link>
  );
}
