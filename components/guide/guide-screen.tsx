import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header';
import { Status } from '#components/ui/status';
import { guideAnchor, guideHref, guideTopics } from '#lib/client/guide/guide-topics';
import { useConsoleTopics } from './console-topics.ts';
import { useDeviceTopics } from './device-topics.ts';
import { GuideNavigation } from './guide-navigation.tsx';
import { GuideReference } from './guide-reference.tsx';
import type { GuideEntry, GuideTopic } from './guide-topic.ts';
import { useMicrosoftTopics } from './microsoft-topics.ts';
import { useWorkTopics } from './work-topics.ts';

/** What every state, field and code means, what Microsoft calls it, and what to do about it. */
export function GuideScreen() {
  const t = useTranslations('guide');
  const topics = useTopics();
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('title')} tabs={<GuideNavigation />}>
        <p className="max-w-prose text-muted">{t('lead')}</p>
      </PageHeader>
      <GuideReference
        topics={topics.map((topic) => ({
          id: topic.id,
          title: topic.title,
          head: <TopicHead topic={topic} />,
          entries: topic.entries.map((entry) => ({
            id: guideAnchor(topic.id, entry.value),
            content: <Entry entry={entry} />,
          })),
        }))}
      />
    </div>
  );
}

/** All parts, in their order. */
function useTopics(): GuideTopic[] {
  const topics = [...useDeviceTopics(), ...useMicrosoftTopics(), ...useWorkTopics(), ...useConsoleTopics()];
  return topics.toSorted((a, b) => guideTopics.indexOf(a.id) - guideTopics.indexOf(b.id));
}

function TopicHead({ topic: { about, microsoft } }: { topic: GuideTopic }) {
  const t = useTranslations('guide');
  if (about === undefined && microsoft === undefined) return null;
  return (
    <div className="flex flex-col gap-1 border-line border-b bg-sunken px-4 py-2 text-sm">
      {about !== undefined && <p className="max-w-prose">{about}</p>}
      {microsoft !== undefined && (
        <p className="max-w-prose">
          <span className="font-medium">{t('atMicrosoft')}</span> {microsoft}
        </p>
      )}
    </div>
  );
}

/** Its looks are in `app/styles/guide.css`: there are hundreds, and each is in the document twice, for React too. */
function Entry({ entry }: { entry: GuideEntry }) {
  const t = useTranslations('guide');
  const { value, name, look, code, meaning, causes = [], microsoft, fix, step, who } = entry;
  // A name that is its value is an identifier, and not translated.
  const shown = name === value ? <span translate="no">{name}</span> : name;
  return (
    <>
      <div>
        <h3>{look ? <Status {...look}>{shown}</Status> : shown}</h3>
        {code !== undefined && <code translate="no">{code}</code>}
      </div>
      <div>
        {meaning}
        {causes.length > 0 && (
          <>
            <p>
              <span>{t('causes')}</span>
            </p>
            <ul>
              {causes.map((cause) => (
                <li key={cause}>{cause}</li>
              ))}
            </ul>
          </>
        )}
        {fix !== undefined && <Part name={t('whatToDo')}>{fix}</Part>}
        {step && (
          <Part name={t('whatToDo')}>
            <StepLink step={step} />
          </Part>
        )}
        {who !== undefined && <Part name={t('who')}>{who}</Part>}
        {microsoft !== undefined && (
          <Part name={t('atMicrosoft')}>
            <code translate="no">{microsoft}</code>
          </Part>
        )}
      </div>
    </>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <p>
      <span>{name}</span> {children}
    </p>
  );
}

/** Leads to what the reference says about a next step. */
function StepLink({ step }: { step: NonNullable<GuideEntry['step']> }) {
  const t = useTranslations('device.nextStep');
  return <a href={guideHref('step', step)}>{t(`${step}.title`, { policies: '…' })}</a>;
}
