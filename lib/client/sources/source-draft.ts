import type { SourceInput, SourceItem } from '#lib/contract/sources/source';
import type { SourceKind } from '#lib/domain/sources/source';
import { type SourceField, sourceFields } from './source-fields.ts';

/** What an admin has typed about a source. */
export interface SourceDraft {
  kind: SourceKind;
  name: string;
  everyMinutes: string;
  fullWalkHour: string;
  observeOnly: boolean;
  /** Of the fields of its kind, by path */
  values: Record<string, string>;
}

/** What a form can begin with instead of empty fields: a system whose address and login are known. */
interface KnownSource {
  url: string | null;
  settings: Readonly<Record<string, unknown>>;
  secrets: Readonly<Record<string, unknown>>;
}

export function newDraft(kind: SourceKind, name: string, known: KnownSource | null): SourceDraft {
  return {
    kind,
    name,
    everyMinutes: '15',
    fullWalkHour: '2',
    observeOnly: kind === 'intune',
    values: known === null ? {} : valuesOf(kind, known),
  };
}

/** Secrets are never sent to a browser: their fields start empty, which keeps what is stored. */
export function draftOf(source: SourceItem): SourceDraft {
  const { kind, name, everyMinutes, fullWalkHour, observeOnly, url, settings } = source;
  return {
    kind,
    name,
    everyMinutes: String(everyMinutes),
    fullWalkHour: String(fullWalkHour),
    observeOnly,
    values: valuesOf(kind, { url, settings, secrets: {} }),
  };
}

function valuesOf(kind: SourceKind, { url, settings, secrets }: KnownSource): Record<string, string> {
  const all = { url, settings, secrets };
  const pairs = fieldsOf(kind).flatMap(({ path }): [string, string][] => {
    const [place, name = ''] = path.split('.');
    const value = path === 'url' ? all.url : place === 'secrets' ? all.secrets[name] : all.settings[name];
    if (path === 'secrets.headers' && typeof value === 'object' && value !== null)
      return [[path, headerText(value)]];
    return typeof value === 'string' ? [[path, value]] : [];
  });
  return Object.fromEntries(pairs);
}

export function fieldsOf(kind: SourceKind): readonly SourceField[] {
  return sourceFields[kind];
}

/** Fields that must be filled in, and are not. A secret that is stored may stay empty. */
export function missingFields(draft: SourceDraft, secretsSet: readonly string[]): SourceField[] {
  return fieldsOf(draft.kind).filter(({ path, required }) => {
    const isStored = path.startsWith('secrets.') && secretsSet.includes(path.slice('secrets.'.length));
    return required && !isStored && (draft.values[path] ?? '').trim() === '';
  });
}

/** The request; what is empty is left out. `enabled`: whether it is read on schedule. */
export function inputOf(draft: SourceDraft, enabled: boolean): SourceInput {
  const { kind, name, everyMinutes, fullWalkHour, observeOnly, values } = draft;
  const given = fieldsOf(kind).filter(({ path }) => (values[path] ?? '').trim() !== '');
  const ofPlace = (place: string) =>
    Object.fromEntries(
      given
        .filter(({ path }) => path.startsWith(`${place}.`))
        .map(({ path, look }): [string, unknown] => {
          const value = values[path] ?? '';
          const name = path.slice(place.length + 1);
          return [name, name === 'headers' ? headersOf(value) : look === 'secret' ? value : value.trim()];
        }),
    );
  const secrets = ofPlace('secrets');
  const body = {
    kind,
    name: name.trim(),
    everyMinutes: Number(everyMinutes),
    fullWalkHour: Number(fullWalkHour),
    observeOnly,
    enabled,
    ...(kind !== 'intune' && { url: (values.url ?? '').trim() }),
    settings: ofPlace('settings'),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  };
  // The server checks the settings and secrets of each kind, and names the field that is wrong.
  return body as SourceInput;
}

/** One header in a line, `Name: value`. */
function headersOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

function headerText(headers: object): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
