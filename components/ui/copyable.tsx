import { CopyButton } from './copy-button.tsx';

/** An identifier, in full, with a button that copies it. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="break-all font-mono text-sm">{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
