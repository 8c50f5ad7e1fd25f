'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleOff,
  type IconComponent,
  Mail,
  MessageSquare,
  MessagesSquare,
  Webhook,
} from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import type { AlertDestinationItem, AlertTest } from '#lib/contract/alert-destination';
import type { AlertRuleItem } from '#lib/contract/alert-rule';
import type { DestinationHealth, DestinationKind } from '#lib/domain/alerts/alert-destination';
import { shownText } from '#lib/domain/text/shown-text';

const healthLooks = {
  ok: { tone: 'good', icon: CircleCheck },
  failing: { tone: 'bad', icon: CircleAlert },
  disabled: { tone: 'muted', icon: CircleOff },
  never_used: { tone: 'muted', icon: CircleDashed },
} as const satisfies Record<DestinationHealth, StatusLook>;

/** Whether messages arrive at a destination. */
export const HealthStatus = statusBadge(healthLooks, () => useTranslations('alerts.health'));

const kindIcons = {
  webhook: Webhook,
  slack: MessageSquare,
  teams: MessagesSquare,
  email: Mail,
} as const satisfies Record<DestinationKind, IconComponent>;

/** What a destination is, as icon and word. */
export function KindMark({ kind }: { kind: DestinationKind }) {
  const t = useTranslations('alerts.kind');
  const Icon = kindIcons[kind];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden="true" size={14} className="shrink-0 text-muted" />
      {t(kind)}
    </span>
  );
}

/** Where a destination is: what of its address is no secret, or who receives its mails. */
export function AddressText({ destination: { url, to } }: { destination: AlertDestinationItem }) {
  if (url !== null) return <code className="wrap-anywhere font-mono text-sm">{shownText(url)}</code>;
  return (
    <ul>
      {to.map((address) => (
        <li key={address} className="wrap-anywhere">
          <GivenText text={address} />
        </li>
      ))}
    </ul>
  );
}

type Problem = NonNullable<AlertTest['error']>;

/** What stood in the way, what to do about it, and the receiver's own words. */
export function ProblemText({ problem: { code, message } }: { problem: Problem }) {
  const t = useTranslations('alerts.problem');
  return (
    <>
      <p className="max-w-prose">{t(`${code}.remedy`)}</p>
      <ReceiverWords message={message} />
    </>
  );
}

export function ReceiverWords({ message }: Pick<Problem, 'message'>) {
  if (message === '') return null;
  return (
    <p className="wrap-anywhere text-muted text-sm">
      <GivenText text={message} />
    </p>
  );
}

/** In a list: what is wrong, and since when. */
export function ProblemLine({ problem }: { problem: NonNullable<AlertDestinationItem['problem']> }) {
  const t = useTranslations('alerts');
  return (
    <span className="block text-muted text-sm">
      {t.rich('problemLine', {
        problem: t(`problem.${problem.code}.title`),
        ago: () => <RelativeTime value={problem.since} />,
      })}
    </span>
  );
}

/** Returns the name of a rule: that of the rule that Tenko makes is translated, until an admin renames it. */
export function useRuleName(): (rule: AlertRuleItem) => string {
  const t = useTranslations('alerts.rule');
  return ({ name, builtIn }) =>
    builtIn === 'operations' && name === operationsName ? t('operations') : shownText(name);
}

/** As the API stores it */
const operationsName = 'Operation of Tenko';
