'use client';

import { useQuery } from '@tanstack/react-query';
import { useTimeZone, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { Button } from '#components/ui/button';
import { FieldProblem, isReadyToSend } from '#components/ui/field-problem';
import { Panel } from '#components/ui/panel';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { type ColumnUse, guessMapping, guessUses, problemsOfUses } from '#lib/client/imports/import-columns';
import { timesOf } from '#lib/client/imports/import-times';
import { type FileHead, readHead } from '#lib/client/imports/read-head';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import type { ImportMapping } from '#lib/domain/sources/import-row';
import { shownText } from '#lib/domain/text/shown-text';
import type { TextEncoding } from '#lib/domain/text/text-encoding';
import type { DateOrder } from '#lib/domain/text/written-time';
import { ColumnTable } from './column-table.tsx';
import { EncodingChoice } from './encoding-choice.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportRun, type PlannedImport } from './import-run.tsx';
import { SampleRows } from './sample-rows.tsx';
import { TimeChoice } from './time-choice.tsx';

interface Chosen {
  file: File;
  head: FileHead;
}

/** What was said about a file, for the next one with the same columns. */
interface Remembered {
  columns: string;
  kind: Kind;
  uses: ColumnUse[];
  feed: string;
  dates: DateOrder | null;
  timeZone: string;
}

const nameOfColumns = ({ columns }: FileHead) => JSON.stringify(columns);

/** Imports a file of devices: choose it, say what its columns are, look at the first rows, send it. */
export function ImportScreen() {
  const t = useTranslations('imports');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [remembered, setRemembered] = useState<Remembered | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')} back={<BackLink href="/feeds">{t('back')}</BackLink>}>
        <p className="max-w-prose text-muted">{t('about')}</p>
      </PageHeader>
      {chosen === null ? (
        <FileDrop onFile={(file, head) => setChosen({ file, head })} />
      ) : (
        <ImportForm
          key={`${chosen.file.name} ${chosen.head.encoding}`}
          chosen={chosen}
          before={remembered?.columns === nameOfColumns(chosen.head) ? remembered : null}
          onEncoding={async (encoding) =>
            setChosen({ ...chosen, head: await readHead(chosen.file, encoding) })
          }
          onRun={setRemembered}
          onOther={() => setChosen(null)}
        />
      )}
    </div>
  );
}

type Kind = 'own' | ImportMapping;

interface FormProps {
  chosen: Chosen;
  before: Remembered | null;
  onEncoding: (encoding: TextEncoding) => Promise<void>;
  onRun: (said: Remembered) => void;
  onOther: () => void;
}

function ImportForm({ chosen: { file, head }, before, onEncoding, onRun, onOther }: FormProps) {
  const t = useTranslations('imports');
  const ownZone = useTimeZone() ?? 'UTC';
  const [kind, setKind] = useState<Kind>(before?.kind ?? guessMapping(head.columns) ?? 'own');
  const [uses, setUses] = useState<ColumnUse[]>(() => before?.uses ?? guessUses(head.columns));
  const [feed, setFeed] = useState(() => before?.feed ?? file.name.replace(/\.\w+$/, '').slice(0, 100));
  const [saidDates, setDates] = useState<DateOrder | null>(before?.dates ?? null);
  const [timeZone, setTimeZone] = useState(before?.timeZone ?? ownZone);
  const [running, setRunning] = useState<PlannedImport | null>(null);
  const ownColumns = head.format === 'csv' && kind === 'own';
  const { missing, twice } = ownColumns ? problemsOfUses(uses) : { missing: [], twice: [] };
  const times = timesOf(head, ownColumns ? uses : null);
  const dates = saidDates ?? (times.order === 'unknown' ? 'iso' : times.order);
  const start = () => {
    if (dates === null) return;
    onRun({ columns: nameOfColumns(head), kind, uses, feed, dates: saidDates, timeZone });
    const mapping = kind === 'own' ? null : kind;
    setRunning({ file, head, feed: feed.trim(), mapping, uses: ownColumns ? uses : null, dates, timeZone });
  };
  if (running !== null) {
    return <ImportRun planned={running} onBack={() => setRunning(null)} onOther={onOther} />;
  }
  const columnProblem =
    missing.length > 0
      ? t('missing', { columns: missing.join(', ') })
      : twice.length > 0
        ? t('twice', { columns: twice.join(', ') })
        : null;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReadyToSend(event.currentTarget)) start();
      }}
    >
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
          {head.format === 'csv' && <KindField kind={kind} onChange={setKind} />}
          {head.encoding !== 'utf-8' && <EncodingChoice encoding={head.encoding} onChoose={onEncoding} />}
        </div>
        {before !== null && <p className="mt-3 text-muted">{t('sameColumns')}</p>}
      </Panel>
      {ownColumns && (
        <FieldProblem problem={columnProblem} quiet>
          <ColumnTable head={head} uses={uses} onChange={setUses} />
        </FieldProblem>
      )}
      {times.cells.length > 0 && (
        <TimeChoice
          {...{ cells: times.cells, needsZone: times.needsZone, dates, timeZone }}
          onDates={setDates}
          onZone={setTimeZone}
        />
      )}
      <Panel title={t('firstRows')} flush>
        <SampleRows head={head} uses={ownColumns ? uses : null} />
      </Panel>
      <div className="flex flex-wrap items-center justify-end gap-3">
        {columnProblem !== null && <p className="text-bad">{columnProblem}</p>}
        <Button type="submit" look="primary">
          {t('start')}
        </Button>
      </div>
    </form>
  );
}

function KindField({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const t = useTranslations('imports');
  return (
    <SelectField
      label={t('kind')}
      heading
      note={t(`kindNote.${kind}`)}
      value={kind}
      choices={(['own', 'ivanti_export', 'tenko_export'] as const).map((value) => ({
        value,
        label: t(`kindOf.${value}`),
      }))}
      onChoose={onChange}
    />
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
        required
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
