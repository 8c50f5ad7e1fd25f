'use client';

import { useTranslations } from 'next-intl';
import type { FilterName } from '#lib/client/lists/device-search';
import { AgeEditor } from './age-editor.tsx';
import { ChoiceEditor } from './choice-editor.tsx';
import { FeedEditor } from './feed-editor.tsx';
import { PolicyEditor } from './policy-editor.tsx';

/** The values of one filter; each change applies at once. */
export function FilterEditor({ name }: { name: FilterName }) {
  const t = useTranslations('filters');
  return (
    <div className="sm:w-80">
      <p className="px-2 pt-1 font-semibold">{t(`name.${name}`)}</p>
      <p className="px-2 pb-1 text-muted text-xs">{t(`about.${name}`)}</p>
      {editorOf(name)}
    </div>
  );
}

function editorOf(name: FilterName) {
  switch (name) {
    case 'verdict':
    case 'azureComplianceStatus':
    case 'clientStatusCode':
    case 'os':
    case 'managementState':
    case 'access':
    case 'entraProblem':
      return <ChoiceEditor name={name} />;
    case 'feed':
      return <FeedEditor />;
    case 'policy':
      return <PolicyEditor />;
    case 'lastCheckInBefore':
    case 'lastReportedBefore':
      return <AgeEditor name={name} />;
    case 'drift':
    case 'entraDisagrees':
    case 'neverReported':
    case 'userHasToAct':
    case 'azureIdTaken':
      return null;
  }
}
