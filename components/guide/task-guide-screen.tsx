import Link from 'next/link';
import { type Messages, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header';
import { Panel } from '#components/ui/panel';
import { guideHref } from '#lib/client/guide/guide-topics';
import { GuideNavigation } from './guide-navigation.tsx';

type Tasks = Messages['guideTasks'];
type SituationOf<G extends keyof Tasks> = Exclude<keyof Tasks[G], 'title' | 'lead'>;

/** What each guide is about, step by step, and the page that a step leads to. */
const guides = {
  helpDesk: {
    cannotGetIn: { open: null, blocked: null, user: null, other: null, letIn: null },
    differs: { why: null, tenko: null, mdm: null, exception: null },
    blocked: { compare: null, microsoft: null, entra: null, policy: null },
    fixed: { checkIn: null, read: null, report: null, signIn: null, longer: null },
    ahead: { column: '/devices', soon: null },
    missing: { search: '/devices', mdm: null, feed: '/feeds', entra: '/connection/entra-only' },
  },
  admins: {
    first: {
      connect: '/connection',
      mdm: '/sources/new',
      policies: '/policies',
      alerts: '/alerts',
      roles: guideHref('role'),
      backup: null,
    },
    weekly: {
      overview: '/overview',
      feeds: '/feeds',
      steps: '/devices',
      exceptions: '/policies/exceptions',
      entraOnly: '/connection/entra-only',
    },
    red: {
      connection: '/connection',
      feed: '/feeds',
      alerts: '/alerts/deliveries',
      many: '/devices?azureComplianceStatus=failed',
      export: '/reports',
      doctor: null,
    },
  },
} as const satisfies {
  [G in keyof Tasks]: {
    [S in SituationOf<G>]: Record<Exclude<keyof Tasks[G][S], 'title'>, `/${string}` | null>;
  };
};
type Guide = keyof typeof guides;
type StepKey = {
  [G in Guide]: {
    [S in keyof (typeof guides)[G]]: `${G}.${S & string}.${keyof (typeof guides)[G][S] & string}`;
  }[keyof (typeof guides)[G]];
}[Guide];
type TitleKey = { [G in Guide]: `${G}.${keyof (typeof guides)[G] & string}.title` }[Guide];

/** What to do in the situations that a kind of reader gets into. */
export function TaskGuideScreen({ guide }: { guide: Guide }) {
  const t = useTranslations('guideTasks');
  const names = useShownNames();
  const situations: Record<string, Readonly<Record<string, `/${string}` | null>>> = guides[guide];
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t(`${guide}.title`)} tabs={<GuideNavigation />}>
        <p className="max-w-prose text-muted">{t(`${guide}.lead`)}</p>
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {Object.entries(situations).map(([situation, steps]) => (
          <div key={situation} id={situation} className="min-w-0 scroll-mt-4">
            <Panel title={t(`${guide}.${situation}.title` as TitleKey)}>
              <ol className="flex max-w-prose list-decimal flex-col gap-2 ps-5">
                {Object.entries(steps).map(([step, href]) => (
                  <li key={step}>
                    {t.rich(`${guide}.${situation}.${step}` as StepKey, {
                      ...names,
                      link: (words) => <StepLink href={href}>{words}</StepLink>,
                      code: (words) => <code translate="no">{words}</code>,
                    })}
                  </li>
                ))}
              </ol>
            </Panel>
          </div>
        ))}
      </div>
    </div>
  );
}

function StepLink({ href, children }: { href: `/${string}` | null; children: ReactNode }) {
  if (href === null) return children;
  return (
    <Link href={href} prefetch={false} className="text-accent underline">
      {children}
    </Link>
  );
}

/** Names in the console, as the reader finds them there. */
function useShownNames() {
  const t = useTranslations();
  return {
    blocked: t('device.access.likely_blocked'),
    letIn: t('device.access.let_in'),
    whatToDo: t('device.nextStepTitle'),
    text: t('device.forUser.open'),
    decided: t('device.signIns.title'),
    why: t('device.why.title'),
    states: t('device.states.title'),
    status: t('device.fields.azureComplianceStatus.label'),
    ask: t('device.states.ask'),
    whatIf: t('device.whatIf.title'),
    check: t('connection.preflight.title'),
    observe: t('sources.observeOnly'),
    reportOnly: t('policies.state.report_only'),
    enforce: t('policies.state.enforce'),
    nextStep: t('table.column.nextStep'),
    layout: t('table.layout.title'),
    policy: t('filters.name.policy'),
    stepReached: t('filters.name.policyAction'),
    alert: t('device.action.send_alert'),
    export: t('export.button'),
  };
}
