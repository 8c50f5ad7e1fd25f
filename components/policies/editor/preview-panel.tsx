'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { GivenText } from '#components/marks/given-text';
import { VerdictStatus } from '#components/marks/status-badges';
import { DiffValue } from '#components/ui/diff-value';
import { TriangleAlert } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { Status } from '#components/ui/status';
import { policyPreviewQuery } from '#lib/client/queries/policy-queries';
import { useCalm } from '#lib/client/use-calm';
import type { PolicyPreview } from '#lib/contract/policy';
import type { PolicyDefinition } from '#lib/domain/policies/policy';
import { useSystemName } from '../../marks/use-system-name.ts';
import { useStepText } from '../use-rule-text.ts';

interface Props {
  id: string | null;
  definition: PolicyDefinition;
  /** Whether the definition can be evaluated */
  complete: boolean;
}

/** What the policy would change, counted while it is written. A policy that does not count is counted as if it did. */
export function PreviewPanel({ id, definition, complete }: Props) {
  const t = useTranslations('policies.preview');
  const calm = useCalm(complete ? asked(definition) : null);
  const query = useQuery({
    ...policyPreviewQuery(calm ?? asked(definition), id),
    enabled: calm !== null,
  });
  const { data, isFetching } = query;
  const counts = definition.enabled && definition.mode === 'enforce';
  return (
    <Panel
      title={t('title')}
      aside={isFetching && <span className="text-muted text-sm">{t('counting')}</span>}
    >
      <p className="text-muted text-sm">{counts ? t('lead') : t('leadNotEnforced')}</p>
      <div aria-live="polite" aria-busy={isFetching}>
        {!complete && <p className="mt-3">{t('incomplete')}</p>}
        {complete && <QueryError query={query} />}
        {complete && !data && !query.isError && <Skeleton />}
        {complete && data && <Preview preview={data} counts={counts} />}
      </div>
    </Panel>
  );
}

function asked(definition: PolicyDefinition): PolicyDefinition {
  const { name, fix: _, ...rest } = definition;
  return {
    ...rest,
    name: name === '' ? '–' : name,
    fix: {},
    description: '',
    enabled: true,
    mode: 'enforce',
  };
}

function Preview({ preview, counts }: { preview: PolicyPreview; counts: boolean }) {
  const t = useTranslations('policies.preview');
  const format = useFormatter();
  const systemName = useSystemName();
  const { devices, violating, users, byOs, changes, newlyBlocked, needsConfirmation } = preview;
  const figures = [
    { name: 'inScope', value: devices },
    { name: 'violating', value: violating },
    { name: 'users', value: users },
  ] as const;
  return (
    <div className="mt-3 flex flex-col gap-4">
      <dl className="flex flex-wrap justify-between gap-x-4 gap-y-2">
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-muted text-sm">{t(name)}</dt>
            <dd className="font-semibold text-xl">{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      {counts && needsConfirmation && (
        <p className="rounded-md bg-bad-soft px-3 py-2">
          <Status tone="bad" icon={TriangleAlert}>
            {t('brake', { count: newlyBlocked })}
          </Status>
          {newlyBlocked > violating && <span className="block text-sm">{t('brakeLater')}</span>}
        </p>
      )}
      <Changes at="now" changes={changes} />
      <Changes at="lastStep" changes={changes} />
      {byOs.length > 0 && (
        <section>
          <h3 className="font-medium">{t('byOs')}</h3>
          <ul>
            {byOs.map(({ os, count }) => (
              <li key={os} className="flex justify-between gap-2">
                <span>{systemName(os)}</span>
                <span className="shrink-0">{format.number(count)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Sample sample={preview.sample} />
    </div>
  );
}

type Change = PolicyPreview['changes'][number];

function Changes({ at, changes }: { at: Change['at']; changes: PolicyPreview['changes'] }) {
  const t = useTranslations('policies.preview');
  const format = useFormatter();
  const mine = changes.filter((change) => change.at === at);
  return (
    <section>
      <h3 className="font-medium">{t(at)}</h3>
      {mine.length === 0 && <p className="text-muted">{t('noChange')}</p>}
      <ul className="divide-y divide-line">
        {mine.map(({ from, to, count }) => (
          <li
            key={`${from.action} ${from.verdict} ${to.action} ${to.verdict}`}
            className="flex items-start justify-between gap-3 py-1"
          >
            <DiffValue from={<EffectText effect={from} />} to={<EffectText effect={to} />} />
            <span className="shrink-0 font-semibold">{format.number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The verdict, and the action that leads to it. */
function EffectText({ effect: { action, verdict } }: { effect: Change['from'] }) {
  const t = useTranslations('policies.preview');
  const { actionText } = useStepText();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <VerdictStatus value={verdict} />
      <span className="text-muted text-sm">{action === null ? t('noAction') : actionText(action)}</span>
    </span>
  );
}

const shown = 8;

/** Some of the devices that change. */
function Sample({ sample }: Pick<PolicyPreview, 'sample'>) {
  const t = useTranslations('policies.preview');
  if (sample.length === 0) return null;
  return (
    <section>
      <h3 className="font-medium">{t('sample')}</h3>
      <ul>
        {sample.slice(0, shown).map(({ id, name, to }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <Link
              href={`/devices/${id}`}
              prefetch={false}
              target="_blank"
              className="min-w-0 rounded-md text-accent hover:underline"
            >
              <GivenText text={name} />
            </Link>
            <EffectText effect={to} />
          </li>
        ))}
      </ul>
    </section>
  );
}
