'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Check, Copy } from './icons.tsx';

/** Copies a text. `what` names the text for screen readers. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations('common');
  const { copied, copy } = useCopy(text);
  const Icon = copied ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={copy}
        aria-label={t('copy', { what })}
        title={copied ? t('copied') : t('copy', { what })}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-accent-soft hover:text-ink"
      >
        <Icon aria-hidden="true" size={13} />
      </button>
      <span role="status" className="sr-only">
        {copied && t('copied')}
      </span>
    </>
  );
}

const shownMs = 2_000;

/** Copies a text; `copied` is true for two seconds after it. */
export function useCopy(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(): Promise<void> {
    await writeText(text);
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), shownMs);
  }
  return { copied, copy: () => void copy() };
}

/** Over plain HTTP, browsers have no clipboard API; copying the selection still works. */
async function writeText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

/** A full identifier with a copy button. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="font-mono text-sm max-sm:text-[0.6875rem]">
        {/* A separate box keeps changes of the writing direction inside. */}
        <bdi className="inline-block max-w-full break-all">{text}</bdi>
      </code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
