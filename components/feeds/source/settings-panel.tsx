'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { type Fact, FactList } from '#components/ui/fact-list';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { fieldsOf } from '#lib/client/sources/source-draft';
import type { SourceItem } from '#lib/contract/sources/source';
import { shownText } from '#lib/domain/text/shown-text';

/** How the source is set up. Secrets are only said to be there. */
export function SettingsPanel({ source }: { source: SourceItem }) {
  const t = useTranslations('sources');
  const { url, everyMinutes, fullWalkHour, timeZone, observeOnly, nextRunAt, feed, updatedAt, updatedBy } =
    source;
  const facts: Fact[] = [
    [t('field.url.label'), url === null ? null : <GivenText key="url" text={url} />],
    ...settingFacts(source, (name) => t(`field.${name}.label`), t('secretStored')),
    [t('everyMinutes'), t('minutes', { count: everyMinutes })],
    [t('fullWalkHour'), `${t('hour', { hour: fullWalkHour })} (${timeZone})`],
    [t('reporting'), observeOnly ? t('observed') : t('reported')],
    [t('feed'), <GivenText key="feed" text={feed} />],
    [
      t('nextRun'),
      nextRunAt === null ? t('noNextRun') : <RelativeTime key="next" value={nextRunAt} future />,
    ],
    [
      t('saved'),
      t.rich('savedBy', { name: shownText(updatedBy), ago: () => <RelativeTime value={updatedAt} /> }),
    ],
  ];
  return (
    <Panel title={t('settings')} flush>
      <FactList facts={facts} />
    </Panel>
  );
}

type FieldName = ReturnType<typeof fieldsOf>[number]['name'];

function settingFacts(source: SourceItem, labelOf: (name: FieldName) => string, stored: string): Fact[] {
  return fieldsOf(source.kind).flatMap(({ path, name }): Fact[] => {
    if (path === 'url') return [];
    if (path.startsWith('secrets.')) return source.secretsSet.includes(name) ? [[labelOf(name), stored]] : [];
    const value = source.settings[name];
    if (typeof value !== 'string') return [];
    return [[labelOf(name), <SettingValue key={name} value={value} isCode={name === 'mapping'} />]];
  });
}

function SettingValue({ value, isCode }: { value: string; isCode: boolean }) {
  if (!isCode) return <GivenText text={value} />;
  return (
    <pre className="max-h-60 overflow-auto whitespace-pre-wrap font-mono text-sm wrap-anywhere">{value}</pre>
  );
}
