'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { type Column, DataTable } from '#components/layout/data-table';
import { GivenText } from '#components/marks/given-text';
import { Panel } from '#components/ui/panel';
import { SelectBox } from '#components/ui/select-box';
import { type ColumnUse, columnTargets } from '#lib/client/imports/import-columns';
import type { FileHead } from '#lib/client/imports/read-head';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  head: FileHead;
  uses: readonly ColumnUse[];
  onChange: (uses: ColumnUse[]) => void;
}

interface ColumnRow {
  index: number;
  name: string;
  example: string;
  use: ColumnUse;
}

/** What each column of the file is in a check-in. */
export function ColumnTable({ head, uses, onChange }: Props) {
  const t = useTranslations('imports');
  const rows = head.columns.map((name, index): ColumnRow => {
    const example = head.rows.map((row) => row[index] ?? '').find((value) => value.trim() !== '') ?? '';
    return { index, name, example, use: uses[index] ?? 'ignore' };
  });
  const columns: Column<ColumnRow>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[30%]',
      className: 'sheet-first',
      cell: ({ name }) => (
        <span className="font-medium">
          <GivenText text={name} />
        </span>
      ),
    },
    {
      id: 'example',
      head: t('column.example'),
      width: 'w-[35%]',
      label: t('column.example'),
      cell: ({ example }) => <GivenText text={example} />,
    },
    {
      id: 'use',
      head: t('column.use'),
      width: 'w-[35%]',
      className: 'sheet-first',
      cell: (row) => (
        <UseChoice
          row={row}
          onChoose={(use) => onChange(uses.map((old, index) => (index === row.index ? use : old)))}
        />
      ),
    },
  ];
  return (
    <Panel title={t('columns')} flush>
      <p className="max-w-prose px-4 py-2 text-muted text-sm">{t('columnsNote')}</p>
      <DataTable name={t('columns')} columns={columns} rows={rows} keyOf={({ index }) => String(index)} />
    </Panel>
  );
}

function UseChoice({ row: { name, use }, onChoose }: { row: ColumnRow; onChoose: (use: ColumnUse) => void }) {
  const t = useTranslations('imports');
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {t('useOf', { name: shownText(name) })}
      </label>
      <SelectBox
        id={id}
        value={use}
        choices={[
          { value: 'ignore', label: t('ignore') },
          ...columnTargets.map((value) => ({ value, label: value })),
          { value: 'attribute', label: t('attribute') },
        ]}
        onChoose={onChoose}
      />
    </>
  );
}
