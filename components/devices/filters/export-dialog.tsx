'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button, buttonClass } from '#components/ui/button';
import { CheckLine } from '#components/ui/check-list';
import { ModalDialog } from '#components/ui/modal-dialog';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { exportedAs, type ListColumn } from '#lib/client/lists/list-preference';
import { deviceExportPath, deviceListQuery } from '#lib/client/queries/device-queries';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { FilterSummary } from './filter-summary.tsx';

const formats = ['csv', 'ndjson'] as const;
const choices = ['all', 'shown'] as const;

/** What is exported, how many devices, and in which format. The browser downloads the file by a link. */
export function ExportDialog({ columns, onClose }: { columns: readonly ListColumn[]; onClose: () => void }) {
  const t = useTranslations();
  const id = useId();
  const { search } = useDeviceSearch();
  const total = useQuery(deviceListQuery(search)).data?.total;
  const [format, setFormat] = useState<(typeof formats)[number]>('csv');
  const [bom, setBom] = useState(false);
  const [chosen, setChosen] = useState<(typeof choices)[number]>('all');
  const filter = toDeviceFilter(search);
  const only = chosen === 'shown' && { columns: exportedAs(columns) };
  const query = { format, ...only, ...(format === 'csv' && bom && { bom }), ...filter, sort: search.sort };
  return (
    <ModalDialog title={t('export.title')} open onClose={onClose}>
      <div className="mt-3 flex flex-col gap-3">
        <FilterSummary filter={filter} />
        {total && <p>{t(total.exact ? 'export.count' : 'export.countMore', { count: total.value })}</p>}
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 font-medium">{t('export.format')}</legend>
          {formats.map((name) => (
            <CheckLine
              key={name}
              type="radio"
              name={id}
              checked={format === name}
              onChange={() => setFormat(name)}
              hint={t(`export.formatHints.${name}`)}
            >
              {t(`export.formats.${name}`)}
            </CheckLine>
          ))}
        </fieldset>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 font-medium">{t('export.columns')}</legend>
          {choices.map((name) => (
            <CheckLine
              key={name}
              type="radio"
              name={`${id}columns`}
              checked={chosen === name}
              onChange={() => setChosen(name)}
              hint={name === 'shown' ? t('export.columnHints.shown') : t('export.columnHints.all')}
            >
              {name === 'shown' ? t('export.columnChoices.shown') : t('export.columnChoices.all')}
            </CheckLine>
          ))}
        </fieldset>
        <div className={format === 'csv' ? '' : 'invisible'}>
          <CheckLine
            checked={bom}
            onChange={({ target }) => setBom(target.checked)}
            hint={t('export.bomHint')}
          >
            {t('export.bom')}
          </CheckLine>
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <a href={deviceExportPath(query)} download onClick={onClose} className={buttonClass('primary')}>
            {t('export.submit')}
          </a>
        </div>
      </div>
    </ModalDialog>
  );
}
