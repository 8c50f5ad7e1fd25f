'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { Upload } from '#components/ui/icons';
import { type FileHead, readHead } from '#lib/client/imports/read-head';

const mostBytes = 200 * 1024 * 1024;

/** Takes a file by drag and drop, or by the file dialog. */
export function FileDrop({ onFile }: { onFile: (file: File, head: FileHead) => void }) {
  const t = useTranslations('imports');
  const id = useId();
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<'tooLarge' | 'unreadable' | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > mostBytes) {
      setProblem('tooLarge');
      return;
    }
    readHead(file).then(
      (head) => onFile(file, head),
      () => setProblem('unreadable'),
    );
  };
  // A file that was chosen while the scripts of the page were loading.
  const takeEarly = useEffectEvent(() => take(input.current?.files?.[0]));
  useEffect(() => takeEarly(), []);
  return (
    <div className="flex flex-col gap-2">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
        className={`flex cursor-pointer flex-col items-center gap-2 rounded-lg border-2 border-dashed px-4 py-14 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent ${over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'}`}
      >
        <Upload aria-hidden="true" size={28} strokeWidth={1.5} className="text-muted" />
        <span className="font-semibold">{t('drop')}</span>
        <span className="w-full max-w-prose text-muted">{t('formats')}</span>
        <input
          ref={input}
          id={id}
          type="file"
          accept=".csv,.txt,.tsv,.json,.jsonl,.ndjson,text/csv,application/x-ndjson"
          onChange={({ target }) => {
            take(target.files?.[0]);
            // The same file can be chosen again after it was changed.
            target.value = '';
          }}
          className="sr-only"
        />
      </label>
      <p role="alert" className="text-bad empty:hidden">
        {problem !== null && t(problem)}
      </p>
    </div>
  );
}
