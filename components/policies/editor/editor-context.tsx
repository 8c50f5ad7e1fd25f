'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext, useId } from 'react';
import type { DraftProblems, PolicyDraft } from '#lib/client/policies/policy-draft';

export interface Editor {
  draft: PolicyDraft;
  change: (changes: Partial<PolicyDraft>) => void;
  /** Where in the rule each node of the tree is, by the node's key */
  places: ReadonlyMap<string, string>;
  /** Shown after the first attempt to save */
  problems: DraftProblems;
}

const Context = createContext<Editor | null>(null);

export function EditorProvider({ editor, children }: { editor: Editor; children: ReactNode }) {
  return <Context value={editor}>{children}</Context>;
}

export function useEditor(): Editor {
  const editor = useContext(Context);
  if (editor === null) throw new Error('not in an editor');
  return editor;
}

/** Returns what is wrong at a place of the policy, in words; undefined: nothing is. */
export function useProblemText(): (path: string) => string | undefined {
  const t = useTranslations('policies.editor.problem');
  const { problems } = useEditor();
  return (path) => {
    const problem = problems.get(path);
    if (problem === undefined) return undefined;
    return typeof problem === 'string' ? t(problem) : t('other', { reason: problem.reason });
  };
}

/** What is wrong at a place, below its field. */
export function ProblemLine({ path, id }: { path: string; id?: string }) {
  const text = useProblemText()(path);
  return text === undefined ? null : (
    <p id={id} role="alert" className="text-bad text-sm">
      {text}
    </p>
  );
}

interface SectionProps {
  title: string;
  note?: string;
  children: ReactNode;
}

/** A part of the form with its heading. */
export function EditorSection({ title, note, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      aria-describedby={note === undefined ? undefined : `${id}note`}
      className="rounded-lg border border-line bg-surface p-4"
    >
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {note !== undefined && (
        <p id={`${id}note`} className="text-muted text-sm">
          {note}
        </p>
      )}
      <div className="mt-3 flex flex-col gap-3">{children}</div>
    </section>
  );
}
