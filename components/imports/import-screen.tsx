'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { Button } from '#components/ui/button';
import { Panel } from '#components/ui/panel';
import { SelectBox } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { type ColumnUse, guessMapping, guessUses, problemsOfUses } from '#lib/client/imports/import-columns';
import type { FileHead } from '#lib/client/imports/read-head';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import type { ImportMapping } from '#lib/domain/sources/import-row';
import { shownText } from '#lib/domain/text/shown-text';
import { ColumnTable } from './column-table.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportRun, type PlannedImport } from './import-run.tsx';
import { SampleRows } from './sample-rows.tsx';

interface Chosen {
  file: File;
  head: FileHead;
}

/** Imports a file of devices: choose it, say what its columns are, look at the first rows, send it. */
export function ImportScreen() {
  const t = useTranslations('imports');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')} back={<BackLink href="/feeds">{t('back')}</BackLink>}>
        <p className="max-w-prose text-muted">{t('about')}</p>
      </PageHeader>
      {chosen === null ? (
        <FileDrop onFile={(file, head) => setChosen({ file, head })} />
      ) : (
        <ImportForm key={chosen.file.name} chosen={chosen} onOther={() => setChosen(null)} />
      )}
    </div>
  );
}

type Kind = 'own' | ImportMapping;

function ImportForm({ chosen: { file, head }, onOther }: { chosen: Chosen; onOther: () => void }) {
  const t = useTranslations('imports');
  const kindId = useId();
  const [kind, setKind] = useState<Kind>(guessMapping(head.columns) ?? 'own');
  const [uses, setUses] = useState<ColumnUse[]>(() => guessUses(head.columns));
  const [feed, setFeed] = useState(() => file.name.replace(/\.\w+$/, '').slice(0, 100));
  const [running, setRunning] = useState<PlannedImport | null>(null);
  const ownColumns = head.format === 'csv' && kind === 'own';
  const { missing, twice } = ownColumns ? problemsOfUses(uses) : { missing: [], twice: [] };
  const ready = feed.trim() !== '' && missing.length === 0 && twice.length === 0;
  if (running !== null) {
    return <ImportRun planned={running} onBack={() => setRunning(null)} onOther={onOther} />;
  }
  return (
    <>
      <Panel
        title={shownText(file.name)}
        aside={
          <Button look="quiet" onClick={onOther}>
            {t('otherFile')}
          </Button>
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <FeedField value={feed} onChange={setFeed} />
          {head.format === 'csv' && (
            <div className="flex flex-col gap-1">
              <label htmlFor={kindId} className="font-medium">
                {t('kind')}
              </label>
              <SelectBox
                id={kindId}
                value={kind}
                choices={(['own', 'ivanti_export', 'tenko_export'] as const).map((value) => ({
                  value,
                  label: t(`kindOf.${value}`),
                }))}
                onChoose={setKind}
              />
              <p className="text-muted text-sm">{t(`kindNote.${kind}`)}</p>
            </div>
          )}
        </div>
      </Panel>
      {ownColumns && <ColumnTable head={head} uses={uses} onChange={setUses} />}
      <Panel title={t('firstRows')} flush>
        <SampleRows head={head} uses={ownColumns ? uses : null} />
      </Panel>
      <div className="flex flex-wrap items-center justify-end gap-3">
        {missing.length > 0 && <p className="text-bad">{t('missing', { columns: missing.join(', ') })}</p>}
        {twice.length > 0 && <p className="text-bad">{t('twice', { columns: twice.join(', ') })}</p>}
        <Button
          look="primary"
          disabled={!ready}
          onClick={() =>
            setRunning({
              file,
              head,
              feed: feed.trim(),
              mapping: kind === 'own' ? null : kind,
              uses: ownColumns ? uses : null,
            })
          }
        >
          {t('start')}
        </Button>
      </div>
    </>
  );
}

/** A feed that programs send to, or a new one: not that of a connected MDM. */
function FeedField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations('imports');
  const listId = useId();
  const feeds = useQuery(feedsQuery()).data?.items ?? [];
  const names = feeds.filter(({ source }) => source === null).map(({ name }) => name);
  const isConnected = feeds.some(({ name, source }) => name === value.trim() && source !== null);
  const note = names.includes(value.trim()) ? t('feedKnown') : t('feedNew');
  return (
    <>
      <TextField
        label={t('feed')}
        heading
        note={note}
        error={isConnected ? t('feedConnected') : undefined}
        list={listId}
        maxLength={100}
        value={value}
        onChange={onChange}
      />
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
