import type { ToldEvent } from '#lib/db/alerts/alert-deliveries';
import type { AlertReason, DeviceEventData } from '#lib/domain/alerts/alert-event';
import { shownText } from '#lib/domain/text/shown-text';
import type { Locale } from '../i18n/locales.ts';
import { translatorOf } from '../i18n/read-messages.ts';
import type { Told } from './alert-worker.ts';
import type { PeopleMessage } from './message-forms.ts';

type Translate = Awaited<ReturnType<typeof translatorOf<'alertText'>>>;

interface Writing {
  t: Translate;
  /** A time (ISO 8601) as text */
  time: (at: string) => string;
  list: (items: readonly string[]) => string;
  publicUrl: string;
}

/** What may stand in an event's data, as far as messages tell it. */
interface ToldData extends Partial<DeviceEventData> {
  channel?: string;
  problem?: { code: string | null; message?: string | null; detail?: string | null };
  source?: { id: string; name: string; feed: string };
  feed?: { name: string };
  policy?: { id: string; name: string };
  change?: string;
  savedBy?: string | null;
  exception?: { id: string; about: string | null; until: string };
  bulkAction?: { id: string; total: number; failed: number };
  expiresAt?: string;
}

/** One event, or a summary of several, in the language of its readers. */
export async function writeMessage(
  { publicUrl }: { publicUrl: string },
  { delivery, events }: Pick<Told, 'delivery' | 'events'>,
  locale: Locale,
): Promise<PeopleMessage> {
  const t = await translatorOf(locale, 'alertText');
  const { timeZone } = delivery;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone });
  const words = new Intl.ListFormat(locale);
  const writing: Writing = {
    t,
    time: (at) => format.format(new Date(at)),
    list: (items) => words.format(items),
    publicUrl,
  };
  const base = { lead: '', facts: [], items: [], rest: '', footer: t('footer'), locale };
  const [first] = events;
  if (first === undefined) {
    const link = { label: t('open'), url: `${publicUrl}/alerts` };
    return { ...base, title: t('event.test'), lead: t('testLead'), link };
  }
  const all = Object.values(delivery.summary?.counts ?? {}).reduce<number>((sum, n) => sum + (n ?? 0), 0);
  if (all <= 1) {
    const link = { label: t('open'), url: pageOf(first, publicUrl) };
    return { ...base, title: titleOf(first, writing), facts: factsOf(first, writing), link };
  }
  const items = events.map((event) => ({ text: titleOf(event, writing), url: pageOf(event, publicUrl) }));
  const rest = all > items.length ? t('rest', { count: all - items.length }) : '';
  const link = { label: t('open'), url: `${publicUrl}/alerts` };
  return { ...base, title: t('summary', { count: all }), items, rest, link };
}

function titleOf({ type, data, device, audit }: ToldEvent, { t, time, list }: Writing): string {
  const told = data as ToldData;
  const at = told.nextStep?.at ?? told.since ?? told.expiresAt ?? told.exception?.until ?? null;
  const name = told.source?.name ?? told.feed?.name ?? told.policy?.name ?? audit?.actor ?? '';
  const key = titleKeyOf(type);
  return t(`event.${key}`, {
    device: shownText(device?.name ?? ''),
    verdict: told.verdict ?? '',
    policies: list((told.policies ?? []).map(shownText)),
    at: at === null ? '' : time(at),
    channel: told.channel ?? '',
    name: shownText(name),
    change: told.change ?? '',
    count: told.bulkAction?.total ?? 0,
    action: audit?.action ?? '',
  });
}

type KeyOf<Type extends string> = Type extends `${infer Area}.${infer What}` ? `${Area}_${What}` : Type;

function titleKeyOf(type: ToldEvent['type']) {
  return type.replace('.', '_') as KeyOf<Exclude<ToldEvent['type'], 'summary' | 'export.due'>>;
}

function factsOf({ data, device }: ToldEvent, { t, list, time }: Writing): PeopleMessage['facts'] {
  const told = data as ToldData;
  const { nextStep, problem, failure } = told;
  const said = problem?.message ?? problem?.detail ?? failure?.detail ?? problem?.code ?? failure?.code;
  const facts: [string, string | null | undefined][] = [
    [t('fact.user'), device?.userPrincipalName],
    [t('fact.serialNumber'), device?.serialNumber],
    [t('fact.was'), told.previousVerdict === undefined ? null : t(`verdict.${told.previousVerdict}`)],
    [t('fact.reasons'), list((told.reasons ?? []).map((reason) => reasonText(reason, t)))],
    [t('fact.nextStep'), nextStep === undefined ? null : `${reasonText(nextStep, t)}, ${time(nextStep.at)}`],
    [t('fact.problem'), said],
    [t('fact.feed'), told.source?.feed],
    [t('fact.about'), told.exception?.about],
    [t('fact.savedBy'), told.savedBy],
    [t('fact.failed'), told.bulkAction === undefined ? null : String(told.bulkAction.failed)],
  ];
  return facts.flatMap(([label, value]) =>
    value == null || value === '' ? [] : [{ label, value: shownText(value) }],
  );
}

function reasonText({ policy, action }: Pick<AlertReason, 'policy' | 'action'>, t: Translate): string {
  return t('reason', { policy: shownText(policy), action: t(`action.${action}`) });
}

/** The page of the console that tells more. */
function pageOf({ data, device }: ToldEvent, publicUrl: string): string {
  const { source, feed, policy, bulkAction, channel, expiresAt } = data as ToldData;
  if (device !== null) return `${publicUrl}/devices/${device.id}`;
  if (source !== undefined) return `${publicUrl}/sources/${source.id}`;
  if (feed !== undefined) return `${publicUrl}/feeds/${encodeURIComponent(feed.name)}`;
  if (policy !== undefined) return `${publicUrl}/policies/${policy.id}`;
  if (bulkAction !== undefined) return `${publicUrl}/bulk-actions/${bulkAction.id}`;
  if (channel !== undefined || expiresAt !== undefined) return `${publicUrl}/connection`;
  return `${publicUrl}/alerts`;
}
