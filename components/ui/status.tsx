import type { ReactNode } from 'react';
import type { IconComponent } from './icons.tsx';

/** Classes of a tone: for text, for the colored edge of a panel, and for the background of a pill. */
export const toneInks = {
  good: 'text-good',
  bad: 'text-bad',
  wait: 'text-wait',
  muted: 'text-muted',
} as const;
export const toneEdges = {
  good: 'border-s-good',
  bad: 'border-s-bad',
  wait: 'border-s-wait',
  muted: 'border-s-line-strong',
} as const satisfies Record<Tone, string>;
export const toneGrounds = {
  good: 'bg-good-soft',
  bad: 'bg-bad-soft',
  wait: 'bg-wait-soft',
  muted: 'bg-sunken',
} as const satisfies Record<Tone, string>;
export type Tone = keyof typeof toneInks;

export interface StatusLook {
  tone: Tone;
  icon: IconComponent;
}

interface Props extends StatusLook {
  children: ReactNode;
  /** On a tinted background, for the most important status */
  pill?: boolean;
  /** The whole text on hover, where a narrow column may cut it */
  title?: string | undefined;
}

/** A status: always icon, text and color together. */
export function Status({ tone, icon: Icon, children, pill = false, title }: Props) {
  const ground = pill ? `${toneGrounds[tone]} rounded-full py-px ps-1.5 pe-2` : '';
  return (
    <span
      title={title}
      className={`status inline-flex items-start gap-1.5 font-medium ${toneInks[tone]} ${ground}`}
    >
      <Icon aria-hidden="true" size={14} strokeWidth={2.25} className="mt-1 shrink-0" />
      <span>{children}</span>
    </span>
  );
}

/**
 * Makes the component that shows any value of an enumeration as a status. `looks` has the icon and the tone of each
 * value, `useText` returns the translation of a value.
 */
export function statusBadge<Value extends string>(
  looks: Readonly<Record<Value, StatusLook>>,
  useText: () => (value: Value) => string,
) {
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each badge, when its file is loaded
  return function StatusBadge({ value, pill = false }: { value: Value; pill?: boolean }) {
    const text = useText();
    const { tone, icon } = looks[value];
    return (
      <Status tone={tone} icon={icon} pill={pill}>
        {text(value)}
      </Status>
    );
  };
}
