'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { FieldProblem } from '#components/ui/field-problem';
import { Panel } from '#components/ui/panel';
import { SelectField } from '#components/ui/select-box';
import { type DateOrder, dateOrders, timeReader } from '#lib/domain/text/written-time';

interface Props {
  /** The first times of the file */
  cells: readonly string[];
  /** Null: an admin has to say */
  dates: DateOrder | null;
  timeZone: string;
  /** Some time has no offset */
  needsZone: boolean;
  onDates: (dates: DateOrder) => void;
  onZone: (zone: string) => void;
}

const mostExamples = 3;

/** How the file writes its times, and what they are read as. */
export function TimeChoice({ cells, dates, timeZone, needsZone, onDates, onZone }: Props) {
  const t = useTranslations('imports');
  const orders = dateOrders.map((value) => ({
    value: value as DateOrder | '',
    label: t(`datesOf.${value}`),
  }));
  const zones = [...new Set([timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <Panel title={t('times')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col gap-1">
          <FieldProblem problem={dates === null ? t('datesUnclear') : null} quiet>
            <SelectField
              label={t('dates')}
              heading
              note={dates === null ? undefined : t('datesNote')}
              value={dates ?? ''}
              choices={dates === null ? [{ value: '', label: t('choose') }, ...orders] : orders}
              onChoose={(chosen) => chosen !== '' && onDates(chosen)}
            />
          </FieldProblem>
          {dates === null && <p className="text-bad text-sm">{t('datesUnclear')}</p>}
        </div>
        {needsZone && (
          <SelectField
            label={t('zone')}
            heading
            note={t('zoneNote')}
            value={timeZone}
            choices={zones.map((value) => ({ value, label: value, lang: 'en' }))}
            onChoose={onZone}
          />
        )}
      </div>
      {dates !== null && <Examples cells={cells} dates={dates} timeZone={timeZone} />}
    </Panel>
  );
}

function Examples({ cells, dates, timeZone }: Pick<Props, 'cells' | 'timeZone'> & { dates: DateOrder }) {
  const t = useTranslations('imports');
  const format = useFormatter();
  const read = timeReader({ dates, timeZone });
  const some = [...new Set(cells)].slice(0, mostExamples);
  return (
    <ul aria-label={t('readAs')} className="mt-3 grid gap-0.5">
      {some.map((cell) => {
        const time = read(cell);
        return (
          <li key={cell} className="flex flex-wrap gap-x-2">
            <code>
              <GivenText text={cell} />
            </code>
            <span aria-hidden="true">→</span>
            {time === null || Number.isNaN(Date.parse(time)) ? (
              <span className="text-bad">{t('noTime')}</span>
            ) : (
              <span>{format.dateTime(new Date(time), { dateStyle: 'long', timeStyle: 'long' })}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
