'use client';

import { useTranslations } from 'next-intl';
import { useClock } from '#components/ui/clock';
import { FoldingPanel } from '#components/ui/folding-panel';
import { CircleCheck, PowerOff } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import type { ConnectionState } from '#lib/contract/connection';
import { isPartnerOn } from '#lib/domain/azure/connection-condition';
import { Fact } from './fact.tsx';
import { ProblemText } from './microsoft-problem.tsx';

/** What the workers do automatically. */
export function BackgroundPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.background');
  const now = useClock();
  const { graphThrottledUntil: until } = connection;
  const isThrottled = until !== null && Date.parse(until) > now;
  return (
    <FoldingPanel title={t('title')} gist={<WorkerState worker={connection.worker} />}>
      <dl className="facts px-4 py-2">
        <Fact name={t('worker')}>
          <WorkerState worker={connection.worker} />
        </Fact>
        <Fact name={t('heartbeat')}>
          {isPartnerOn(connection.channels) ? (
            <HeartbeatState heartbeat={connection.heartbeat} />
          ) : (
            t('heartbeatOff')
          )}
        </Fact>
        <Fact name={t('resync')}>
          <SweepState name="resync" sweep={connection.resync} />
        </Fact>
        <Fact name={t('changes')}>
          <ChangesState changes={connection.entraChanges} />
        </Fact>
        <Fact name={t('readBack')}>
          <SweepState name="readBack" sweep={connection.readBack} />
          {isThrottled && (
            <span className="block text-wait">
              {t.rich('graphThrottled', { ago: () => <RelativeTime value={until} future /> })}
            </span>
          )}
        </Fact>
      </dl>
    </FoldingPanel>
  );
}

function WorkerState({ worker: { alive, seenAt } }: { worker: ConnectionState['worker'] }) {
  const t = useTranslations('connection.background');
  if (alive) {
    return (
      <Status tone="good" icon={CircleCheck}>
        {t('alive')}
      </Status>
    );
  }
  return (
    <Status tone="bad" icon={PowerOff}>
      {seenAt === null ? t('never') : t.rich('silent', { ago: () => <RelativeTime value={seenAt} /> })}
    </Status>
  );
}

function HeartbeatState({ heartbeat }: { heartbeat: ConnectionState['heartbeat'] }) {
  const t = useTranslations('connection.background');
  const { lastAt, triedAt, problem } = heartbeat;
  return (
    <>
      {lastAt === null
        ? t('heartbeatNever')
        : t.rich('heartbeatAt', { ago: () => <RelativeTime value={lastAt} /> })}
      {problem !== null && triedAt !== null && (
        <span className="block text-bad">
          {t.rich('heartbeatProblem', { ago: () => <RelativeTime value={triedAt} /> })}{' '}
          <code className="font-mono">{problem}</code>
        </span>
      )}
    </>
  );
}

/** How up to date the list of changes in Entra is. */
function ChangesState({ changes }: { changes: ConnectionState['entraChanges'] }) {
  const t = useTranslations('connection.background');
  const { running, finishedAt, missed, problem } = changes;
  return (
    <>
      {finishedAt === null
        ? t('changesNever')
        : t.rich('changesFinished', { ago: () => <RelativeTime value={finishedAt} /> })}
      {running?.full === true && (
        <span className="block text-muted">{t('changesListing', { count: running.listed })}</span>
      )}
      {missed > 0 && <span className="block text-muted">{t('changesMissed', { count: missed })}</span>}
      {problem !== null && (
        <span className="block text-bad">
          {t('changesProblem')} <ProblemText problem={{ ...problem, service: null }} />
        </span>
      )}
    </>
  );
}

interface WalkStateProps {
  name: 'resync' | 'readBack';
  sweep: ConnectionState['resync'];
}

/** The progress of a pass over all devices. */
function SweepState({ name, sweep }: WalkStateProps) {
  const t = useTranslations('connection.background');
  if (sweep === null) return t(`${name}Never`);
  const { startedAt, finishedAt, by, reached } = sweep;
  const facts = {
    by: by ?? t('byMicrosoft'),
    ago: () => <RelativeTime value={finishedAt ?? startedAt} />,
  };
  return (
    <>
      {finishedAt === null ? t.rich(`${name}Running`, facts) : t.rich(`${name}Finished`, facts)}
      <span className="block text-muted">{t('reached', { count: reached })}</span>
    </>
  );
}
