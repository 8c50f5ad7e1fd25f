'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode, useId, useState } from 'react';
import { type Column, DataTable } from '#components/layout/data-table';
import { GivenText } from '#components/marks/given-text';
import { RejectionNotes, WarningNotes } from '#components/marks/intake-notes';
import { CodeBlock } from '#components/ui/code-block';
import { RowOpener } from '#components/ui/row-opener';
import type { PreviewRow } from '#lib/client/sources/source-preview';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { useSystemName } from '../../marks/use-system-name.ts';
import { useViolationName } from '../../marks/use-violation-name.ts';
import { NativeRecord } from './skipped-list.tsx';

/** What the first records of an MDM become; a row opens to show what it was made of. */
export function PreviewTable({ rows }: { rows: readonly PreviewRow[] }) {
  const t = useTranslations('sources.test');
  const id = useId();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const columns = useColumns((row) => (
    <RowName
      row={row}
      open={opened.has(row.key)}
      detailsId={id + row.key}
      onToggle={() => {
        const next = new Set(opened);
        if (!next.delete(row.key)) next.add(row.key);
        setOpened(next);
      }}
    />
  ));
  const notes: Column<PreviewRow> = {
    id: 'notes',
    head: t('column.notes'),
    width: 'w-[16%]',
    className: 'sheet-first',
    cell: (row) => <RowNotes row={row} />,
  };
  const hasNotes = rows.some(({ errors, warnings }) => errors.length + warnings.length > 0);
  return (
    <div className="-mx-4 border-line border-y">
      <DataTable
        name={t('devices')}
        columns={hasNotes ? [...columns, notes] : columns}
        rows={rows}
        keyOf={({ key }) => key}
        detailsOf={(row) =>
          opened.has(row.key) ? { id: id + row.key, content: <Comparison row={row} /> } : null
        }
      />
    </div>
  );
}

function useColumns(nameOf: (row: PreviewRow) => ReactNode): Column<PreviewRow>[] {
  const t = useTranslations('sources.test');
  const violationName = useViolationName();
  return [
    { id: 'name', head: t('column.device'), width: 'w-[22%]', className: 'sheet-first', cell: nameOf },
    {
      id: 'system',
      head: t('column.system'),
      width: 'w-[13%]',
      cell: (row) => <SystemText row={row} />,
    },
    {
      id: 'user',
      head: t('column.user'),
      width: 'w-[23%]',
      label: t('column.user'),
      cell: ({ user }) => (user === null ? <None /> : <AddressText text={user} />),
    },
    {
      id: 'violations',
      head: t('column.violations'),
      width: 'w-[16%]',
      label: t('column.violations'),
      cell: ({ violations }) =>
        violations.length === 0 ? <None /> : <GivenText text={violations.map(violationName).join(', ')} />,
    },
    {
      id: 'azureId',
      head: t('column.azureId'),
      width: 'w-[16%]',
      label: t('column.azureId'),
      cell: ({ azureId }) =>
        azureId === null ? <None /> : <code className="wrap-anywhere text-sm">{azureId}</code>,
    },
  ];
}

/** The name of a device; opens what it was made of. */
function RowName({
  row: { name, externalId },
  open,
  detailsId,
  onToggle,
}: {
  row: PreviewRow;
  open: boolean;
  detailsId: string;
  onToggle: () => void;
}) {
  const t = useTranslations('sources.test');
  return (
    <>
      <RowOpener open={open} detailsId={detailsId} label={t('compare')} onToggle={onToggle}>
        <span className="font-medium">
          <GivenText text={name} />
        </span>
      </RowOpener>
      <span className="block ps-3.5 text-muted text-sm">
        <GivenText text={externalId} />
      </span>
    </>
  );
}

/** A record of the MDM, and the check-in that is made of it. */
function Comparison({ row: { name, native, checkIn } }: { row: PreviewRow }) {
  const t = useTranslations('sources.test');
  return (
    <div className="grid gap-3 py-1 md:grid-cols-2">
      {native !== null && (
        <Side title={t('native')}>
          <NativeRecord native={native} of={name} />
        </Side>
      )}
      <Side title={t('checkIn')}>
        <CodeBlock what={`${t('checkIn')}: ${name}`} text={JSON.stringify(checkIn, null, 2)} wrap />
      </Side>
    </div>
  );
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="font-semibold text-sm">{title}</h3>
      {children}
    </div>
  );
}

function SystemText({ row: { os, osVersion } }: { row: PreviewRow }) {
  const systemName = useSystemName();
  const known = operatingSystems.find((system) => system === os?.toLowerCase());
  const name = known === undefined ? os : systemName(known);
  return <GivenText text={[name, osVersion].filter((part) => part !== null).join(' ')} />;
}

/** Breaks before its signs, where it has to. */
function AddressText({ text }: { text: string }) {
  const parts = text.split(/(?=[@.])/);
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
    <Fragment key={index}>
      {index > 0 && <wbr />}
      <GivenText text={part} />
    </Fragment>
  ));
}

function RowNotes({ row: { errors, warnings } }: { row: PreviewRow }) {
  const t = useTranslations('sources.test');
  return (
    <>
      {errors.length > 0 && <span className="font-medium text-bad">{t('rejected')}</span>}
      <RejectionNotes notes={errors} />
      <WarningNotes notes={warnings} />
    </>
  );
}

function None() {
  const t = useTranslations('common');
  return <span className="text-muted">{t('none')}</span>;
}
