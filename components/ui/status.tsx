import type { ReactNode } from 'react';
import type { IconComponent } from './icons.tsx';

const tones = {
  good: 'text-good',
  bad: 'text-bad',
  wait: 'text-wait',
  muted: 'text-muted',
} as const;
const pills = {
  good: 'bg-good-soft',
  bad: 'bg-bad-soft',
  wait: 'bg-wait-soft',
  muted: 'bg-sunken',
} as const;
export type Tone = keyof typeof tones;

interface Props {
  tone: Tone;
  icon: IconComponent;
  children: ReactNode;
  /** On a tinted ground, for the one status that matters most */
  pill?: boolean;
}

/** A status: always icon, word and color together. */
export function Status({ tone, icon: Icon, children, pill = false }: Props) {
  const ground = pill ? `${pills[tone]} rounded-full py-px ps-1.5 pe-2` : '';
  return (
    <span className={`inline-flex items-start gap-1.5 font-medium ${tones[tone]} ${ground}`}>
      <Icon aria-hidden="true" size={14} strokeWidth={2.25} className="mt-1 shrink-0" />
      <span>{children}</span>
    </span>
  );
}
