'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { Copyable } from '#components/ui/copy-button';
import { auditSearchParsers } from '#lib/client/lists/audit-search';
import type { AuditEvent } from '#lib/contract/audit-event';
import { shownText } from '#lib/domain/text/shown-text';
import { useListSearch } from '../layout/use-list-search.ts';

/** Everything recorded about an event: what changed, where it came from, and the ids that support needs. */
export function AuditDetails({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit');
  const { change } = useListSearch(auditSearchParsers);
  const { actor, target, address, userAgent, requestId, details } = event;
  return (
    <div className="grid gap-x-8 gap-y-3 py-1 min-[56rem]:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-3">
        <AuditDiff before={event.before} after={event.after} />
        <OtherDetails details={details} />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1">
          <dt className="text-muted">{t('column.from')}</dt>
          <dd>
            {address === null ? t('unknownAddress') : <Copyable text={address} what={t('column.from')} />}
          </dd>
          {userAgent !== null && (
            <>
              <dt className="text-muted">{t('userAgent')}</dt>
              <dd className="break-words font-mono text-sm">{userAgent}</dd>
            </>
          )}
          {requestId !== null && (
            <>
              <dt className="text-muted">{t('requestId')}</dt>
              <dd>
                <Copyable text={requestId} what={t('requestId')} />
              </dd>
            </>
          )}
          {target !== null && (
            <>
              <dt className="text-muted">{t('column.target')}</dt>
              <dd>
                <Copyable text={target} what={t('column.target')} />
              </dd>
            </>
          )}
        </dl>
        <div className="flex flex-wrap gap-2">
          {actor.name !== '' && (
            <Button onClick={() => change({ actor: [actor.name] })}>
              {t('onlyActor', { name: shownText(actor.name) })}
            </Button>
          )}
          {target !== null && <Button onClick={() => change({ target })}>{t('onlyTarget')}</Button>}
        </div>
      </div>
    </div>
  );
}

function OtherDetails({ details }: Pick<AuditEvent, 'details'>) {
  const t = useTranslations('audit');
  const facts = Object.entries(details);
  if (facts.length === 0) return null;
  return (
    <section aria-label={t('details')}>
      <p className="text-muted text-xs">{t('details')}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="font-mono text-muted text-sm">{name}</dt>
            <dd className="break-all font-mono text-sm">{factText(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Old and new value of each field, marked by sign and color. */
function AuditDiff({ before, after }: Pick<AuditEvent, 'before' | 'after'>) {
  const t = useTranslations('audit');
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return <p className="text-muted">{t('nothingChanged')}</p>;
  return (
    <section aria-label={t('changes')}>
      <p className="text-muted text-xs">{t('changes')}</p>
      <dl className="flex flex-col gap-1">
        {names.map((name) => {
          const [was, is] = [factText(before?.[name]), factText(after?.[name])];
          return (
            <div key={name}>
              <dt className="font-mono text-muted text-sm">{name}</dt>
              {was !== is && was !== '' && (
                <dd className="break-all rounded-sm bg-bad-soft px-1.5 font-mono text-bad text-sm">
                  <span aria-hidden="true">− </span>
                  <span className="sr-only">{t('was')} </span>
                  <GivenText text={was} />
                </dd>
              )}
              {was !== is && is !== '' && (
                <dd className="break-all rounded-sm bg-good-soft px-1.5 font-mono text-good text-sm">
                  <span aria-hidden="true">+ </span>
                  <span className="sr-only">{t('is')} </span>
                  <GivenText text={is} />
                </dd>
              )}
              {was === is && (
                <dd className="break-all px-1.5 font-mono text-sm">
                  <GivenText text={is} />
                </dd>
              )}
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Returns a value of an event as text: empty if absent, `null` if null. */
function factText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
