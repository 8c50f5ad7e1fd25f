'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ActionForm } from '#components/layout/action-form';
import { FieldProblem } from '#components/ui/field-problem';
import { ModalDialog } from '#components/ui/modal-dialog';
import { rowsOfLines, type VersionRow } from '#lib/client/policies/version-lines';

interface Props {
  onClose: () => void;
  onPaste: (rows: VersionRow[]) => void;
}

/** Takes several versions as lines, such as those of a spreadsheet. */
export function PasteDialog({ onClose, onPaste }: Props) {
  const t = useTranslations('versionLists');
  const requiredText = useTranslations('common')('required');
  const id = useId();
  const [text, setText] = useState('');
  const rows = rowsOfLines(text);
  return (
    <ModalDialog title={t('pasteTitle')} open onClose={onClose}>
      <ActionForm
        submit={t('pasteSubmit', { count: rows.length })}
        pending={false}
        failure={null}
        className="mt-2"
        onCancel={onClose}
        onSubmit={() => {
          onPaste(rows);
          onClose();
        }}
      >
        <label htmlFor={id} className="font-medium">
          {t('pasteLabel')}
        </label>
        <FieldProblem problem={rows.length === 0 ? requiredText : null}>
          <textarea
            id={id}
            rows={8}
            value={text}
            aria-describedby={`${id}note`}
            placeholder={'26.1, 2026-11-03\n18.7.2, 2026-11-05, iPhone XS; iPhone XR'}
            onChange={({ target }) => setText(target.value)}
            className="rounded-md border border-line-strong bg-surface px-2 py-1 font-mono"
          />
        </FieldProblem>
        <p id={`${id}note`} className="text-muted text-sm">
          {t('pasteNote')}
        </p>
      </ActionForm>
    </ModalDialog>
  );
}
