'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button, buttonClass } from '#components/ui/button';
import { CheckLine, RadioList } from '#components/ui/check-list';
import { ModalDialog } from '#components/ui/modal-dialog';

const formats = ['csv', 'ndjson'] as const;
interface FileChoice {
  format: (typeof formats)[number];
  bom?: true;
}

interface Props {
  title: string;
  /** What the file will contain */
  summary: ReactNode;
  /** Choices below the formats */
  children?: ReactNode;
  pathOf: (file: FileChoice) => string;
  onClose: () => void;
}

/** What is exported, how much of it, and in which format. The browser downloads the file by a link. */
export function ExportDialog({ title, summary, children, pathOf, onClose }: Props) {
  const t = useTranslations();
  const [format, setFormat] = useState<FileChoice['format']>('csv');
  const [bom, setBom] = useState(false);
  const path = pathOf({ format, ...(format === 'csv' && bom && { bom }) });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      <div className="mt-3 flex flex-col gap-3">
        {summary}
        <RadioList
          legend={t('export.format')}
          value={format}
          choices={formats.map((name) => ({
            value: name,
            label: t(`export.formats.${name}`),
            hint: t(`export.formatHints.${name}`),
          }))}
          onChoose={setFormat}
        />
        {children}
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
          <a href={path} download onClick={onClose} className={buttonClass('primary')}>
            {t('export.submit')}
          </a>
        </div>
      </div>
    </ModalDialog>
  );
}
