'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ActionForm } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { rowsOfLines, type VersionRow } from '#lib/client/policies/version-lines';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  onClose: () => void;
  onPaste: (rows: VersionRow[]) => void;
}

const namedAtOnce = 5;

/** Which lines are left out: the others are added. */
function UnreadableLines({ id, lines }: { id: string; lines: { number: number; line: string }[] }) {
  const t = useTranslations('versionLists');
  const others = lines.length - namedAtOnce;
  return (
    <div id={id} role="status" className="text-sm empty:hidden">
      {lines.length > 0 && (
        <>
          <p className="text-bad">{t('pasteUnreadable', { count: lines.length })}</p>
          <ul>
            {lines.slice(0, namedAtOnce).map(({ number, line }) => (
              <li key={number} className="truncate">
                {t('pasteLine', { number, line: shownText(line) })}
              </li>
            ))}
            {others > 0 && <li>{t('pasteMore', { count: others })}</li>}
          </ul>
        </>
      )}
    </div>
  );
}

/** Takes several versions as lines, such as those of a spreadsheet. */
export function PasteDialog({ onClose, onPaste }: Props) {
  const t = useTranslations('versionLists');
  const id = useId();
  const [text, setText] = useState('');
  const { rows, unreadable } = rowsOfLines(text);
  return (
    <ModalDialog title={t('pasteTitle')} open onClose={onClose}>
      <ActionForm
        submit={t('pasteSubmit', { count: rows.length })}
        ready={rows.length > 0}
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
        <textarea
          id={id}
          rows={8}
          value={text}
          aria-describedby={`${id}note ${id}unread`}
          placeholder={'26.1, 2026-11-03\n18.7.2, 2026-11-05, iPhone XS; iPhone XR'}
          onChange={({ target }) => setText(target.value)}
          className="rounded-md border border-line-strong bg-surface px-2 py-1 font-mono"
        />
        <p id={`${id}note`} className="text-muted text-sm">
          {t('pasteNote')}
        </p>
        <UnreadableLines id={`${id}unread`} lines={unreadable} />
      </ActionForm>
    </ModalDialog>
  );
}
