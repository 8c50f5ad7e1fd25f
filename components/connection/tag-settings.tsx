'use client';

import { useTranslations } from 'next-intl';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { CodeBlock } from '#components/ui/code-block';
import type { ChannelStates } from '#lib/contract/channel';
import { deviceFilterRule } from '#lib/domain/devices/tag';

interface Props {
  tag: ChannelStates['tag'];
  onChange: () => void;
}

/** What the tag channel writes, and the rule of a policy that blocks by it. */
export function TagSettingsFacts({ tag, onChange }: Props) {
  const t = useTranslations('channels.tag');
  const denied = useDenied('admin');
  const facts = [
    [t('attribute'), `extensionAttribute${tag.attribute}`],
    [t('compliant'), tag.values.compliant],
    [t('noncompliant'), tag.values.noncompliant],
  ] as const;
  return (
    <div className="mt-1 grid gap-x-8 gap-y-3 lg:grid-cols-2">
      <div className="min-w-0">
        <div className="flex flex-wrap items-start justify-between gap-x-3">
          <h4 className="font-medium">{t('title')}</h4>
          {/* While the channel is off, its dialog asks for them. */}
          {tag.enabled && (
            <Button onClick={onChange} disabled={denied !== null} title={denied ?? undefined}>
              {t('change')}
            </Button>
          )}
        </div>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name} className="grid gap-x-3 py-0.5 sm:grid-cols-2">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0">
                <code translate="no" className="break-all font-mono text-sm">
                  <GivenText text={value} />
                </code>
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <h4 className="font-medium">{t('rule')}</h4>
        <CodeBlock text={deviceFilterRule(tag)} what={t('rule')} wrap />
        <p className="max-w-prose text-muted text-sm">{t('advice')}</p>
      </div>
    </div>
  );
}
