import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { SettingsNavigation } from '#components/layout/navigation';
import { PageHeader } from '#components/layout/page-header';
import { BreakableName } from '#components/ui/breakable-name';
import { FactList } from '#components/ui/fact-list';
import { Panel } from '#components/ui/panel';
import type { About, Installation } from '#lib/contract/about';

interface Props {
  about: About;
  packages: Installation['packages'];
}

/** What runs here, how large it has become, how long data is kept, and under which licenses all of it is. */
export function AboutScreen({ about, packages }: Props) {
  const t = useTranslations('aboutTenko');
  const { version, node, postgresql, schema, azure } = about;
  const link = 'text-accent underline';
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')} tabs={<SettingsNavigation />} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('software.title')} flush>
            <FactList
              facts={[
                ['Tenko', version],
                ['Node.js', node],
                ['PostgreSQL', postgresql],
                [t('software.schema'), schema && <BreakableName key="schema" name={schema} />],
                ['Microsoft', t(`software.azure.${azure}`)],
              ]}
            />
            <p className="border-line border-t px-4 py-2">
              <Link href="/api-reference" prefetch={false} className={link}>
                {t('software.api')}
              </Link>
            </p>
          </Panel>
          <Retention days={about.retentionDays} />
        </div>
        <Sizes database={about.database} />
      </div>
      <Licenses packages={packages} />
    </div>
  );
}

const settings = {
  checkIns: 'TENKO_CHECK_IN_RETENTION_DAYS',
  reports: 'TENKO_REPORT_RETENTION_DAYS',
  audit: 'TENKO_AUDIT_RETENTION_DAYS',
  intake: null,
  alerts: null,
  lookups: null,
} as const satisfies Record<keyof About['retentionDays'], string | null>;
const kept = Object.keys(settings) as (keyof typeof settings)[];

function Retention({ days }: { days: About['retentionDays'] }) {
  const t = useTranslations('aboutTenko.retention');
  return (
    <Panel title={t('title')} flush>
      <dl className="divide-y divide-line px-4">
        {kept.map((what) => (
          <div key={what} className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-x-3 py-2">
            <dt>{t(what)}</dt>
            <dd>{t('days', { count: days[what] })}</dd>
            {settings[what] !== null && (
              <dd className="wrap-anywhere col-span-2 text-muted text-sm">
                <code translate="no">{settings[what]}</code>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** More are of no use to a reader. */
const shownTables = 12;

function Sizes({ database }: { database: About['database'] }) {
  const t = useTranslations('aboutTenko.database');
  const format = useFormatter();
  const size = useSize();
  return (
    <Panel title={t('title')} aside={size(database.bytes)} flush>
      <table className="w-full">
        <thead>
          <tr className="text-muted text-sm">
            <th scope="col" className="px-4 py-2 text-start font-medium">
              {t('table')}
            </th>
            <th scope="col" className="px-4 py-2 text-end font-medium">
              {t('rows')}
            </th>
            <th scope="col" className="px-4 py-2 text-end font-medium">
              {t('size')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {database.tables.slice(0, shownTables).map(({ name, rows, bytes }) => (
            <tr key={name}>
              <td className="wrap-anywhere px-4 py-1">
                <code translate="no">{name}</code>
              </td>
              <td className="px-4 py-1 text-end tabular-nums">{format.number(rows)}</td>
              <td className="whitespace-nowrap px-4 py-1 text-end tabular-nums">{size(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-line border-t px-4 py-2 text-muted text-sm">{t('about')}</p>
    </Panel>
  );
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A number of bytes in the largest unit that leaves something in front of the point. */
function useSize(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
    return format.number(bytes / 1000 ** step, {
      style: 'unit',
      unit: units[step] ?? 'byte',
      maximumSignificantDigits: 3,
    });
  };
}

function Licenses({ packages }: { packages: Props['packages'] }) {
  const t = useTranslations('aboutTenko.licenses');
  const byLicense = Object.groupBy(packages, ({ license }) => license ?? '');
  const licenses = Object.entries(byLicense).toSorted(([, a = []], [, b = []]) => b.length - a.length);
  return (
    <Panel title={t('title')}>
      <p className="mb-2 max-w-prose">{t('text', { count: packages.length })}</p>
      {licenses.map(([license, found = []]) => (
        <details key={license}>
          <summary className="min-h-6 cursor-pointer">
            <span translate="no">{license || '–'}</span>{' '}
            <span className="text-muted tabular-nums">({found.length})</span>
          </summary>
          <p className="wrap-anywhere py-1 ps-4 text-muted text-sm" translate="no">
            {found.map(({ name, version }) => `${name} ${version}`).join(', ')}
          </p>
        </details>
      ))}
    </Panel>
  );
}
