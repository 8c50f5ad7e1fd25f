'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { Panel } from '#components/ui/panel';
import { sourceQuery } from '#lib/client/queries/source-queries';
import { draftOf } from '#lib/client/sources/source-draft';
import { sourceNames } from '#lib/client/sources/source-fields';
import { shownText } from '#lib/domain/text/shown-text';
import { SetupSteps } from './new-source-screen.tsx';
import { SourceForm } from './source-form.tsx';

/** Changes where and how a source is read. */
export function EditSourceScreen({ id }: { id: string }) {
  const t = useTranslations('sources');
  const router = useRouter();
  const query = useQuery({ ...sourceQuery(id), refetchInterval: false });
  const source = query.data;
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {source && (
        <>
          <PageHeader
            title={t('editOf', { name: shownText(source.name) })}
            back={<BackLink href={`/sources/${id}`}>{shownText(source.name)}</BackLink>}
          />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Panel
              title={
                source.kind === 'json'
                  ? t('preparationFirst')
                  : t('preparation', { name: sourceNames[source.kind] })
              }
            >
              <SetupSteps kind={source.kind} />
            </Panel>
            <Panel title={t('access')}>
              <SourceForm
                start={draftOf(source)}
                source={source}
                timeZone={source.timeZone}
                submit={t('saveAndTest')}
                onCancel={() => router.push(`/sources/${id}`)}
                onSaved={() => router.push(`/sources/${id}?test=1`)}
              />
            </Panel>
          </div>
        </>
      )}
    </div>
  );
}
