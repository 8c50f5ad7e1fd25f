'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import type { AuditEvent } from '#lib/contract/audit-event';
import { CircleHelp, Cog, KeyRound, UserRound } from '../ui/icons.tsx';

const icons = { admin: UserRound, api_key: KeyRound, system: Cog, unknown: CircleHelp } as const;

/** Who it was, and what kind of caller. */
export function AuditActor({ actor }: { actor: AuditEvent['actor'] }) {
  const t = useTranslations('audit');
  const Icon = icons[actor.kind];
  const kind = t(`actorKind.${actor.kind}`);
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon aria-hidden="true" size={14} className="mt-1 shrink-0 text-muted" />
      {actor.name === '' ? (
        <span className="text-muted">{kind}</span>
      ) : (
        <span>
          <GivenText text={actor.name} /> <span className="text-muted text-sm">{kind}</span>
        </span>
      )}
    </span>
  );
}
