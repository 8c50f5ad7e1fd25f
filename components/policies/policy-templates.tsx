'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { FilePlus2 } from '#components/ui/icons';
import {
  type PolicyTemplate,
  policyTemplates,
  versionTemplates,
} from '#lib/client/policies/policy-templates';
import { useSystemName } from '../marks/use-system-name.ts';

/** Returns the name of a template, which a policy made of it starts with, and what it is about. */
export function useTemplateText(): (template: PolicyTemplate) => { name: string; about: string } {
  const t = useTranslations('policies.template');
  const systemName = useSystemName();
  return (template) => {
    switch (template) {
      case 'silent':
      case 'compromised':
      case 'noPasscode':
      case 'notEncrypted':
      case 'notConnected':
        return { name: t(`${template}.name`), about: t(`${template}.about`) };
      case 'behindNewest':
        return {
          name: t('behindNewest.name', { system: systemName('ios') }),
          about: t('behindNewest.about'),
        };
      default: {
        const { os, version } = versionTemplates[template];
        return {
          name: t('oldSystem.name', { system: systemName(os[0]), version }),
          about: t('oldSystem.about'),
        };
      }
    }
  };
}

/** What to start a new policy with. */
export function PolicyTemplates() {
  const t = useTranslations('policies');
  const templateText = useTemplateText();
  const cards = policyTemplates.map((template) => ({ template, ...templateText(template) }));
  return (
    <ul aria-label={t('start')} className="grid w-full gap-2 text-start sm:grid-cols-2 xl:grid-cols-3">
      {cards.map(({ template, name, about }) => (
        <TemplateCard key={template} href={`/policies/new?template=${template}`} name={name} about={about} />
      ))}
      <TemplateCard href="/policies/new?template=none" name={t('fromScratch')} />
    </ul>
  );
}

function TemplateCard({ href, name, about }: { href: string; name: string; about?: string }) {
  return (
    <li className="relative rounded-lg border border-line bg-surface p-3 hover:border-accent">
      <Link
        href={href}
        prefetch={false}
        className="inline-flex items-start gap-1.5 rounded-md font-semibold text-accent after:absolute after:inset-0"
      >
        <FilePlus2 aria-hidden="true" size={15} className="mt-0.75 shrink-0" />
        {name}
      </Link>
      {about !== undefined && <p className="mt-0.5 text-muted text-sm">{about}</p>}
    </li>
  );
}
