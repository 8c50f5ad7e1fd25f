'use client';

import { useTranslations } from 'next-intl';
import { type Scope, scopes } from '#lib/domain/people/scope';
import { scopeKeys } from './scope-keys.ts';

/** What a key may do, each explained. */
export function ScopeChoices({ chosen, onChange }: { chosen: Scope[]; onChange: (scopes: Scope[]) => void }) {
  const t = useTranslations('apiKeys');
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{t('create.scopes')}</legend>
      {scopes.map((scope) => (
        <label
          key={scope}
          className="flex cursor-pointer items-start gap-2 rounded-md px-1 py-1 hover:bg-accent-soft"
        >
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
            }
            className="mt-0.75 size-4 shrink-0 accent-accent"
          />
          <span>
            <code className="font-mono text-sm">{scope}</code>
            <span className="block text-muted text-sm">{t(`scope.${scopeKeys[scope]}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
