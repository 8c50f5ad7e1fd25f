'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { Panel } from '#components/ui/panel';
import { newDraft } from '#lib/client/sources/source-draft';
import { setupSteps, sourceNames } from '#lib/client/sources/source-fields';
import { type SimulatedSource, type SourceKind, sourceKinds } from '#lib/domain/sources/source';
import { SourceForm } from './source-form.tsx';

interface Props {
  /** Null: the admin has not chosen yet */
  kind: SourceKind | null;
  /** Simulated MDMs of the sandbox */
  simulated: readonly SimulatedSource[];
  /** Whether the form starts with the address and login of the simulated MDM */
  usesSimulated: boolean;
  /** Of the server */
  timeZone: string;
}

/** Choose an MDM, prepare a login there, and enter it here. */
export function NewSourceScreen({ kind, simulated, usesSimulated, timeZone }: Props) {
  const t = useTranslations('sources');
  const router = useRouter();
  const known = simulated.find((one) => one.kind === kind) ?? null;
  if (kind === null) {
    return (
      <div className="flex flex-col gap-4">
        <PageHeader title={t('new')} back={<BackLink href="/feeds">{t('back')}</BackLink>}>
          <p className="max-w-prose text-muted">{t('newAbout')}</p>
        </PageHeader>
        <KindCards />
      </div>
    );
  }
  const name = sourceNames[kind];
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t('newOf', { name })}
        back={<BackLink href="/sources/new">{t('otherKind')}</BackLink>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={kind === 'json' ? t('preparationFirst') : t('preparation', { name })}>
            <SetupSteps kind={kind} />
          </Panel>
          {known !== null && !usesSimulated && <SimulatedOffer kind={kind} />}
        </div>
        <Panel title={t('access')}>
          <SourceForm
            key={String(usesSimulated)}
            start={newDraft(kind, name, usesSimulated ? known : null)}
            source={null}
            timeZone={timeZone}
            submit={t('saveAndTest')}
            onCancel={() => router.push('/feeds')}
            onSaved={({ id }) => router.push(`/sources/${id}?test=1`)}
          />
        </Panel>
      </div>
    </div>
  );
}

function KindCards() {
  const t = useTranslations('sources');
  return (
    <ul aria-label={t('kinds')} className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {sourceKinds.map((kind) => (
        <li key={kind} className="flex">
          <Link
            href={`/sources/new?kind=${kind}`}
            className="flex w-full flex-col gap-1 rounded-lg border border-line bg-surface p-4 hover:border-accent hover:bg-accent-soft"
          >
            <span className="font-semibold text-accent">{sourceNames[kind]}</span>
            <span className="text-muted">{t(`kindAbout.${kind}`)}</span>
          </Link>
        </li>
      ))}
      <li className="flex">
        <Link
          href="/api-keys"
          className="flex w-full flex-col gap-1 rounded-lg border border-line bg-surface p-4 hover:border-accent hover:bg-accent-soft"
        >
          <span className="font-semibold text-accent">{t('ownProgram')}</span>
          <span className="text-muted">{t('ownProgramAbout')}</span>
        </Link>
      </li>
    </ul>
  );
}

/** What to create at the other side, step by step. */
export function SetupSteps({ kind }: { kind: SourceKind }) {
  const t = useTranslations('sources.steps');
  return (
    <ol className="flex list-decimal flex-col gap-2 ps-5">
      {setupSteps[kind].map((step) => (
        <li key={step}>{t.rich(step, { code: (text) => <code className="wrap-anywhere">{text}</code> })}</li>
      ))}
    </ol>
  );
}

function SimulatedOffer({ kind }: { kind: SourceKind }) {
  const t = useTranslations('sources');
  return (
    <Panel title={t('simulatedTitle', { name: sourceNames[kind] })}>
      <p className="mb-2 max-w-prose">{t('simulatedAbout')}</p>
      <Link href={`/sources/new?kind=${kind}&simulated=1`} className="rounded-md text-accent hover:underline">
        {t('simulatedUse')}
      </Link>
    </Panel>
  );
}
