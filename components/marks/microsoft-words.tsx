/** A code and the words that came with it, as Microsoft or the network said them: in no other language. */
export function MicrosoftWords({ code, detail }: { code: string | null; detail: string | null }) {
  const words = code !== null && detail?.startsWith(`${code}: `) ? detail.slice(code.length + 2) : detail;
  return (
    <span lang="en">
      {code && <code className="font-mono">{code}</code>} {words}
    </span>
  );
}
