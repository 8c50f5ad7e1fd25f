import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SettingsNavigation } from '#components/layout/navigation';
import { PageHeader } from '#components/layout/page-header';
import { CodeBlock } from '#components/ui/code-block';
import { Panel } from '#components/ui/panel';
import type { ReferenceResource } from '#lib/contract/api-reference';

interface Props {
  /** The address at which callers reach Tenko */
  url: string;
  resources: readonly ReferenceResource[];
}

/** How the API is called, and all its operations. What the API's document says of them is in English in every language. */
export function ApiReferenceScreen({ url, resources }: Props) {
  const t = useTranslations('apiReference');
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')} tabs={<SettingsNavigation />}>
        <p className="max-w-prose text-muted">{t('lead')}</p>
      </PageHeader>
      <Panel title={t('start.title')}>
        <p className="mb-2 max-w-prose">
          {t.rich('start.key', {
            link: (name) => (
              <Link href="/api-keys" prefetch={false} className="text-accent underline">
                {name}
              </Link>
            ),
          })}
        </p>
        <CodeBlock
          text={`export TENKO_KEY=tenko_…\ncurl "${url}/api/v1/devices?limit=10" \\\n  -H "Authorization: Bearer $TENKO_KEY"`}
          what={t('example')}
        />
        <ul className="mt-3 max-w-prose list-disc ps-5">
          <li>{t('start.pages')}</li>
          <li>{t('start.errors')}</li>
          <li>{t('start.wait')}</li>
        </ul>
        <p className="mt-3">
          <a href="/api/openapi.json" download="tenko-openapi.json" className="text-accent underline">
            {t('start.document')}
          </a>
        </p>
      </Panel>
      <nav aria-label={t('parts')}>
        <ul className="flex flex-wrap gap-x-4 gap-y-1" translate="no">
          {resources.map(({ name }) => (
            <li key={name}>
              <Link
                href={`/api-reference/${name}`}
                prefetch={false}
                className="inline-flex min-h-6 items-center text-accent hover:underline"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {resources.map(({ name, operations }) => (
        <Panel key={name} title={name} flush>
          <ul className="divide-y divide-line" translate="no">
            {operations.map(({ id, method, path, summary, scope }) => (
              <li
                key={id}
                className="grid gap-x-4 px-4 py-2 min-[64rem]:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_9rem]"
              >
                <Link
                  href={`/api-reference/${name}#${id}`}
                  prefetch={false}
                  className="wrap-anywhere font-mono text-accent text-sm hover:underline"
                >
                  {method} {path}
                </Link>
                <span lang="en">{summary}</span>
                <code className="text-muted text-sm">{scope}</code>
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  );
}
