'use client';

import { useTranslations } from 'next-intl';
import { Copyable } from '#components/ui/copy-button';
import { RequestFailed } from '#lib/client/call';
import type { ConnectionState } from '#lib/contract/connection';
import { unhealthyGraphChannels } from '#lib/domain/azure/connection-condition';
import type { PreflightStep } from '#lib/domain/azure/preflight';
import { remedies, remedyOf } from '#lib/domain/azure/remedy';
import { useErrorText } from '../layout/use-error-text.ts';

/** A code and the text that came with it, as Microsoft or the network sent them: always in English. */
export function MicrosoftWords({ code, detail }: { code: string | null; detail: string | null }) {
  const words = code !== null && detail?.startsWith(`${code}: `) ? detail.slice(code.length + 2) : detail;
  return (
    <span lang="en">
      {code && <code className="font-mono">{code}</code>} {words}
    </span>
  );
}

type Problem = Pick<NonNullable<ConnectionState['problem']>, 'code' | 'detail'> &
  Partial<NonNullable<ConnectionState['problem']>>;

/** What keeps Graph channels from working. What to do about it is below, with the channels. */
export function GraphProblems({ connection }: { connection: ConnectionState }) {
  return unhealthyGraphChannels(connection.channels).map(
    ({ name, problem }) =>
      problem && (
        <span key={name} className="block">
          <ProblemText problem={problem} />
        </span>
      ),
  );
}

/** The problem at Microsoft: the name of the missing permission, or else Microsoft's own code and text. */
export function ProblemText({ problem }: { problem: Problem }) {
  const t = useTranslations('connection');
  const { code, detail, service } = problem;
  return (
    <>
      {code === 'permission_missing' ? (
        t.rich('missingPermission', {
          permission: () => <code className="font-mono">{detail}</code>,
        })
      ) : (
        <MicrosoftWords code={code} detail={detail} />
      )}
      {service && <span className="text-muted"> {t('at', { service: t(`service.${service}`) })}</span>}
    </>
  );
}

/** What fixes the problem with this code, and who can do it. */
export function RemedyText({ code, step }: { code: string; step: PreflightStep | null }) {
  const t = useTranslations('connection');
  const remedy = remedyOf(step, code);
  return (
    <p className="max-w-prose">
      {t(`remedy.${remedy}`)}{' '}
      <span className="whitespace-nowrap text-muted">
        {t('remedyBy', { who: t(`actor.${remedies[remedy]}`) })}
      </span>
    </p>
  );
}

interface RequestIdsProps {
  ids: { clientRequestId: string | null; requestId: string | null; uploadId?: string | null };
}

/** The ids that Microsoft's support needs to find a call. */
export function RequestIds({ ids }: RequestIdsProps) {
  const t = useTranslations('connection.errors');
  const known = [
    [t('clientRequestId'), ids.clientRequestId],
    [t('requestId'), ids.requestId],
    [t('message'), ids.uploadId ?? null],
  ] as const;
  if (known.every(([, id]) => id === null)) return null;
  return (
    <dl className="flex flex-wrap gap-x-5 text-muted text-sm">
      {known.map(
        ([name, id]) =>
          id !== null && (
            <div key={name} className="flex min-w-0 flex-wrap items-center gap-x-1.5">
              <dt>{name}</dt>
              <dd className="min-w-0 text-ink">
                <Copyable text={id} what={name} />
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Why an action failed; if Microsoft refused it, Microsoft's own error and how to fix it. */
export function ActionFailure({ error }: { error: Error | null }) {
  const t = useTranslations('connection');
  const errorText = useErrorText();
  const problem = error instanceof RequestFailed ? error.problem : null;
  return (
    <div role="alert" className="flex flex-col gap-1 empty:hidden">
      {error && <p className="text-bad">{t('actionFailed', { reason: errorText(error) })}</p>}
      {problem?.reason && (
        <>
          <p>
            <MicrosoftWords code={problem.reason} detail={problem.detail} />
          </p>
          <RemedyText code={problem.reason} step={null} />
        </>
      )}
    </div>
  );
}
