'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { GivenText } from '#components/marks/given-text';
import { notesFile } from '#lib/client/imports/notes-file';
import type { ImportNote } from '#lib/contract/sources/import';
import { rejectionCodes, warningCodes } from '#lib/domain/check-ins/intake-note';
import { skipReasons } from '#lib/domain/sources/source-reader';

/** What is wrong with a file itself, or with a line of it. */
const faults = [
  'column_missing',
  'column_twice',
  'empty_file',
  'not_csv',
  'not_json',
  'not_utf8',
  'quote_not_closed',
  'record_too_long',
  'too_many_columns',
  'unknown_column',
  'wrong_encoding',
  'wrong_number_of_cells',
] as const;

interface Told {
  code: string;
  message: string;
}

/** What a note says, by its code; the words of the API for one that is unknown here. `kind`: some codes are both. */
export function useNoteText(kind: 'errors' | 'warnings'): (note: Told) => string {
  const [t, skip] = [useTranslations('imports.fault'), useTranslations('sources.skipReason')];
  const [reject, warn] = [useTranslations('intake.rejection'), useTranslations('intake.warning')];
  return ({ code, message }) => {
    const fault = faults.find((one) => one === code);
    if (fault !== undefined) return t(fault);
    const reason = skipReasons.find((one) => one === code);
    if (reason !== undefined) return skip(reason);
    const warning = warningCodes.find((one) => one === code);
    if (warning !== undefined && kind === 'warnings') return warn(warning);
    const rejection = rejectionCodes.find((one) => one === code);
    return rejection === undefined ? message : reject(rejection);
  };
}

interface Props {
  title: string;
  kind: 'errors' | 'warnings';
  notes: readonly ImportNote[];
  /** Name of the file that can be downloaded */
  file: string;
}

/** The first lines that something was wrong with; all that came back can be downloaded. */
export function ImportNotes({ title, kind, notes, file }: Props) {
  const t = useTranslations('imports');
  const textOf = useNoteText(kind);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(notesFile(notes));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [notes]);
  if (notes.length === 0) return null;
  return (
    <section aria-label={title}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{title}</h3>
        <a href={address} download={file} className="rounded-md text-accent hover:underline">
          {t('download')}
        </a>
      </div>
      <ul className="max-h-72 overflow-auto">
        {notes.map((note) => (
          <li key={`${note.line} ${note.path} ${note.message}`} className="flex flex-wrap gap-x-3">
            <span className="text-muted">{t('line', { line: note.line })}</span>
            {note.path !== '' && (
              <code>
                <GivenText text={note.path} />
              </code>
            )}
            <span title={note.message}>{textOf(note)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
