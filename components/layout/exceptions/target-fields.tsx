'use client';

import { useQuery } from '@tanstack/react-query';
import { isEqual } from 'es-toolkit';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { GivenText } from '#components/marks/given-text';
import { CheckLine } from '#components/ui/check-list';
import { FieldProblem } from '#components/ui/field-problem';
import { SearchBox } from '#components/ui/search-box';
import { SelectField } from '#components/ui/select-box';
import { TextField } from '#components/ui/text-field';
import { foundDevicesQuery } from '#lib/client/queries/device-queries';
import { viewsQuery } from '#lib/client/queries/view-queries';
import { shownText } from '#lib/domain/text/shown-text';

/** What an exception is for, as the API takes it. */
export type ExceptionTarget = { deviceId: string } | { userPrincipalName: string } | { viewId: string };

/** What the admin came from, with its name. */
export interface FixedTarget {
  target: ExceptionTarget;
  label: string;
}

interface Props {
  fixed: readonly FixedTarget[] | null;
  target: ExceptionTarget | null;
  onChange: (target: ExceptionTarget | null) => void;
}

const kinds = ['device', 'user', 'view'] as const;

/** Chooses what an exception is for: among what the admin came from, or else a device, a user or a view. */
export function TargetFields({ fixed, target, onChange }: Props) {
  const t = useTranslations('policyExceptions');
  const [kind, setKind] = useState<(typeof kinds)[number]>('device');
  if (fixed !== null) {
    return (
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium">{t('target')}</legend>
        {fixed.map((choice) => (
          <CheckLine
            key={choice.label}
            type="radio"
            name="target"
            checked={isEqual(target, choice.target)}
            onChange={() => onChange(choice.target)}
          >
            {choice.label}
          </CheckLine>
        ))}
      </fieldset>
    );
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{t('target')}</legend>
      <div className="flex flex-wrap gap-x-4">
        {kinds.map((one) => (
          <CheckLine
            key={one}
            type="radio"
            name="kind"
            checked={kind === one}
            onChange={() => {
              setKind(one);
              onChange(null);
            }}
          >
            {t(`kind.${one}`)}
          </CheckLine>
        ))}
      </div>
      {kind === 'device' && <DeviceField target={target} onChange={onChange} />}
      {kind === 'user' && <UserField onChange={onChange} />}
      {kind === 'view' && <ViewField target={target} onChange={onChange} />}
    </fieldset>
  );
}

/** Finds a device as the device list does. */
function DeviceField({ target, onChange }: Omit<Props, 'fixed'>) {
  const t = useTranslations('policyExceptions');
  const [q, setQ] = useState('');
  const { data } = useQuery({ ...foundDevicesQuery(q), enabled: q !== '' });
  const devices = q === '' ? [] : (data?.items ?? []);
  const isMissing = target === null;
  return (
    <FieldProblem problem={isMissing ? t('targetMissing.device') : null}>
      <SearchBox
        label={t('device')}
        hint={t('deviceHint')}
        value={q}
        maxLength={200}
        onSearch={(text) => {
          setQ(text);
          onChange(null);
          return Promise.resolve();
        }}
      />
      {q !== '' && data?.items.length === 0 && <p className="text-muted">{t('noDevice')}</p>}
      <div className="flex flex-col">
        {devices.map(({ id, name, userPrincipalName, serialNumber }) => (
          <CheckLine
            key={id}
            inMenu
            type="radio"
            name="device"
            hint={<GivenText text={userPrincipalName ?? serialNumber ?? ''} />}
            checked={target !== null && 'deviceId' in target && target.deviceId === id}
            onChange={() => onChange({ deviceId: id })}
          >
            <GivenText text={name} />
          </CheckLine>
        ))}
      </div>
    </FieldProblem>
  );
}

function UserField({ onChange }: Pick<Props, 'onChange'>) {
  const t = useTranslations('policyExceptions');
  const [text, setText] = useState('');
  return (
    <TextField
      label={t('userName')}
      note={t('userNameNote')}
      value={text}
      required
      maxLength={320}
      onChange={(next) => {
        setText(next);
        onChange(next.trim() === '' ? null : { userPrincipalName: next.trim() });
      }}
    />
  );
}

function ViewField({ target, onChange }: Omit<Props, 'fixed'>) {
  const t = useTranslations('policyExceptions');
  const views = useQuery(viewsQuery()).data?.saved;
  if (views === undefined) return null;
  if (views.length === 0) return <p className="text-muted">{t('noViews')}</p>;
  const choices = views.map((view) => ({ value: view.id, label: shownText(view.name) }));
  return (
    <FieldProblem problem={target === null ? t('targetMissing.view') : null}>
      <SelectField
        label={t('viewName')}
        note={t('viewNote')}
        value={target !== null && 'viewId' in target ? target.viewId : ''}
        choices={[{ value: '', label: t('choose') }, ...choices]}
        onChoose={(viewId) => onChange(viewId === '' ? null : { viewId })}
      />
    </FieldProblem>
  );
}
