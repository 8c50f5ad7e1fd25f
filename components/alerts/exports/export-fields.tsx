'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { CheckLine } from '#components/ui/check-list';
import { FieldProblem } from '#components/ui/field-problem';
import { SelectBox } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import type { ExportDraft, ExportProblem } from '#lib/client/alerts/export-draft';
import { exportRhythms } from '#lib/domain/alerts/export-schedule';
import { ZoneField } from '../rules/rule-fields.tsx';
import { useWeekdayName } from './export-marks.tsx';

export interface ExportFieldsProps {
  draft: ExportDraft;
  change: (part: Partial<ExportDraft>) => void;
  /** Shown when somebody tries to save */
  problems: ReadonlySet<ExportProblem>;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const daysOfMonth = Array.from({ length: 28 }, (_, n) => n + 1);

/** How often, on which day, and at what time. `zones`: those that the server knows. */
export function TimesFields({
  draft,
  change,
  problems,
  zones,
}: ExportFieldsProps & { zones: readonly string[] }) {
  const t = useTranslations('alerts');
  const name = useId();
  const { every, at } = draft;
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('rules.column.when')}</legend>
        {exportRhythms.map((value) => (
          <CheckLine
            key={value}
            type="radio"
            name={name}
            checked={every === value}
            onChange={() => change({ every: value })}
          >
            {t(`exports.every.${value}`)}
          </CheckLine>
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        {every !== 'day' && <DayField draft={draft} change={change} />}
        <TextField
          label={t('rules.digestAt')}
          heading
          note={t('exports.atNote')}
          type="time"
          value={at}
          problem={problems.has('time') ? t('rules.problem.time') : null}
          className="w-32"
          onChange={(time) => change({ at: time })}
        />
      </div>
      <ZoneField draft={draft} change={change} zones={zones} />
    </div>
  );
}

/** The day of the week, or of the month. */
function DayField({ draft: { every, weekday, dayOfMonth }, change }: Omit<ExportFieldsProps, 'problems'>) {
  const t = useTranslations('alerts.exports');
  const nameOf = useWeekdayName();
  const id = useId();
  const isWeekly = every === 'week';
  const days = isWeekly
    ? weekdays.map((day) => ({ value: String(day), label: nameOf(day) }))
    : [
        ...daysOfMonth.map((day) => ({ value: String(day), label: String(day) })),
        { value: 'last', label: t('lastDay') },
      ];
  return (
    <div className="flex w-48 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {isWeekly ? t('weekday') : t('dayOfMonth')}
      </label>
      <SelectBox
        id={id}
        value={String(isWeekly ? weekday : dayOfMonth)}
        choices={days}
        onChoose={(day) => {
          if (isWeekly) change({ weekday: Number(day) });
          else change({ dayOfMonth: day === 'last' ? day : Number(day) });
        }}
      />
    </div>
  );
}

/** All columns of the file, or some, by the names of the API. */
export function ColumnsFields({
  draft: { allColumns, columns },
  change,
  problems,
  fileColumns,
}: ExportFieldsProps & { fileColumns: readonly string[] }) {
  const t = useTranslations('alerts.exports');
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{t('columns')}</legend>
      <CheckLine type="radio" name={name} checked={allColumns} onChange={() => change({ allColumns: true })}>
        {t('columnsAll')}
      </CheckLine>
      <CheckLine
        type="radio"
        name={name}
        hint={t('columnsNote')}
        checked={!allColumns}
        onChange={() => change({ allColumns: false })}
      >
        {t('columnsSome')}
      </CheckLine>
      {!allColumns && (
        <FieldProblem problem={problems.has('columns') ? t('problem.columns') : null}>
          <div className="columns-[14rem] gap-x-6 ps-6">
            {fileColumns.map((column) => (
              <div key={column} className="break-inside-avoid py-0.5">
                <CheckLine
                  checked={columns.includes(column)}
                  onChange={({ target }) =>
                    change({
                      columns: target.checked
                        ? [...columns, column]
                        : columns.filter((other) => other !== column),
                    })
                  }
                >
                  <code translate="no" className="wrap-anywhere font-mono text-sm">
                    {column}
                  </code>
                </CheckLine>
              </div>
            ))}
          </div>
        </FieldProblem>
      )}
    </fieldset>
  );
}
