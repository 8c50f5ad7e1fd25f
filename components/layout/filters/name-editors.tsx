'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '#components/ui/button';
import { CheckList } from '#components/ui/check-list';
import { FieldProblem, isReadyToSend } from '#components/ui/field-problem';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { deviceCountsQuery } from '#lib/client/queries/device-queries';
import { tagsQuery } from '#lib/client/queries/note-queries';
import { policyNamesQuery, traitNamesQuery } from '#lib/client/queries/view-queries';
import { tagBounds } from '#lib/domain/devices/device-tags';
import type { NamedTrait } from '#lib/domain/devices/device-traits';
import { pastedBounds, pastedExcess, pastedValues } from '#lib/domain/devices/search-text';
import { nameKeyOf } from '#lib/domain/text/name-key';
import { shownText } from '#lib/domain/text/shown-text';
import { useCauseName } from '../../marks/use-cause-name.ts';
import { useDeviceFilters } from './use-device-search.ts';

/** Feeds by name: those with devices, and any other name that the admin types. */
export function FeedEditor() {
  const t = useTranslations('filters');
  const format = useFormatter();
  const { search, change } = useDeviceFilters();
  const counts = useQuery(deviceCountsQuery(toDeviceFilter(search))).data?.by?.feed;
  const names = [...new Set([...Object.keys(counts ?? {}), ...search.feed])].toSorted();
  const choices = names.map((name) => ({
    value: name,
    label: shownText(name),
    count: counts && format.number(counts[name] ?? 0),
    code: true,
  }));
  const set = (feed: string[]) => change({ feed: feed.length > 0 ? feed : null });
  return (
    <>
      <CheckList legend={t('name.feed')} choices={choices} chosen={search.feed} onChange={set} />
      {counts === undefined && (
        <NameField
          label={t('feedName')}
          maxLength={100}
          onAdd={(name) => !search.feed.includes(name) && set([...search.feed, name])}
        />
      )}
    </>
  );
}

/** Policies by name: those chosen, and any other that the admin types. Suggests recently violated policies. */
export function PolicyEditor() {
  const t = useTranslations('filters');
  const { search, change } = useDeviceFilters();
  const suggestions = useQuery(policyNamesQuery()).data?.items ?? [];
  const set = (policy: string[]) => change({ policy: policy.length > 0 ? policy : null });
  return (
    <>
      <CheckList
        legend={t('name.policy')}
        choices={search.policy.map((name) => ({ value: name, label: shownText(name), code: true }))}
        chosen={search.policy}
        onChange={set}
      />
      <NameField
        label={t('policyName')}
        maxLength={256}
        suggestions={suggestions.filter((name) => !search.policy.includes(name))}
        onAdd={(name) => !search.policy.includes(name) && set([...search.policy, name])}
      />
    </>
  );
}

/** A pasted list of whole values. */
export function ValuesEditor() {
  const t = useTranslations('filters');
  const id = useId();
  const requiredText = useTranslations('common')('required');
  const { search, change } = useDeviceFilters();
  const [typed, setTyped] = useState(search.id.join('\n'));
  const values = pastedValues(typed);
  const isTooMuch = pastedExcess(values) !== null;
  return (
    <form
      noValidate
      className="flex flex-col gap-2 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReadyToSend(event.currentTarget)) void change({ id: values });
      }}
    >
      <label htmlFor={id} className="text-muted text-xs">
        {t('valuesLabel')}
      </label>
      <FieldProblem problem={isTooMuch || values.length === 0 ? requiredText : null} quiet={isTooMuch}>
        <textarea
          id={id}
          rows={6}
          value={typed}
          spellCheck={false}
          aria-invalid={isTooMuch}
          onChange={({ target }) => setTyped(target.value)}
          className="w-full rounded-md border border-line-strong bg-surface px-2 py-1 font-mono text-sm"
        />
      </FieldProblem>
      {isTooMuch && (
        <p role="alert" className="text-bad text-xs">
          {t('valuesTooMuch', pastedBounds)}
        </p>
      )}
      <Button type="submit">{t('findValues')}</Button>
    </form>
  );
}

/** Tags with their numbers of devices, the chosen ones first of all, and any other that the admin types. */
export function TagEditor() {
  const t = useTranslations('filters');
  const format = useFormatter();
  const { search, change } = useDeviceFilters();
  const known = useQuery(tagsQuery()).data?.items;
  const counts = new Map(known?.map(({ name, devices }) => [nameKeyOf(name), devices]));
  const nameOf = new Map(known?.map(({ name }) => [nameKeyOf(name), name]));
  const chosen = search.tag.map((name) => nameOf.get(nameKeyOf(name)) ?? name);
  const names = [...new Set([...chosen, ...nameOf.values()])];
  const set = (tag: string[]) => change({ tag: tag.length > 0 ? tag : null });
  const choices = names.slice(0, mostListed).map((name) => ({
    value: name,
    label: shownText(name),
    count: known && format.number(counts.get(nameKeyOf(name)) ?? 0),
  }));
  return (
    <>
      <CheckList legend={t('name.tag')} choices={choices} chosen={chosen} onChange={set} />
      {(known === undefined || known.length > mostListed) && (
        <NameField
          label={t('tagName')}
          maxLength={tagBounds.letters}
          suggestions={known?.map(({ name }) => name) ?? []}
          onAdd={(name) => !search.tag.includes(name) && set([...search.tag, name])}
        />
      )}
    </>
  );
}

/** What devices have: the chosen values first of all, then the newest version or the first name, and any other that is typed. */
export function TraitEditor({ name }: { name: NamedTrait }) {
  const t = useTranslations('filters');
  const causeName = useCauseName();
  const { search, change } = useDeviceFilters();
  const chosen = search[name];
  const known = useQuery(traitNamesQuery(name)).data?.items;
  const order = new Intl.Collator('en', { numeric: true });
  const turn = name === 'osVersion' ? -1 : 1;
  const others = (known ?? []).toSorted((one, other) => turn * order.compare(one, other));
  const names = [...new Set([...chosen, ...others])];
  const set = (values: string[]) => change({ [name]: values.length > 0 ? values : null });
  const choices = names.slice(0, mostListed).map((value) => ({
    value,
    label: name === 'failureCode' ? causeName(value) : shownText(value),
  }));
  return (
    <>
      <CheckList legend={t(`name.${name}`)} choices={choices} chosen={chosen} onChange={set} />
      {(known === undefined || names.length > mostListed) && (
        <NameField
          label={t(`name.${name}`)}
          maxLength={128}
          suggestions={others}
          onAdd={(value) => !chosen.includes(value) && set([...chosen, value])}
        />
      )}
    </>
  );
}

/** Longer menus are no help: others are typed. */
const mostListed = 20;

interface Props {
  label: string;
  maxLength: number;
  suggestions?: readonly string[];
  onAdd: (name: string) => void;
}

/** A field for a name to filter by, with suggestions. */
function NameField({ label, maxLength, suggestions = [], onAdd }: Props) {
  const t = useTranslations('filters');
  const id = useId();
  const requiredText = useTranslations('common')('required');
  const [typed, setTyped] = useState('');
  const name = typed.trim();

  return (
    <form
      noValidate
      className="flex flex-col gap-1 p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReadyToSend(event.currentTarget)) return;
        onAdd(name);
        setTyped('');
      }}
    >
      <label htmlFor={id} className="text-muted text-xs">
        {label}
      </label>
      <FieldProblem problem={name === '' ? requiredText : null}>
        <div className="flex gap-2">
          <input
            id={id}
            list={`${id}list`}
            value={typed}
            maxLength={maxLength}
            autoComplete="off"
            onChange={({ target }) => setTyped(target.value)}
            className="min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2"
          />
          <Button type="submit">{t('addName')}</Button>
        </div>
      </FieldProblem>
      <datalist id={`${id}list`}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </form>
  );
}
