import type { Database } from '#lib/db/core/database';
import { type DeviceName, nameColumns, selectDevicePage } from '#lib/db/device-list/device-page';
import { selectNamed, type Wanted } from '#lib/db/device-list/named-devices';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import {
  foldForSearch,
  pastedBounds,
  searchBounds,
  searchExcess,
  wholeKeys,
} from '#lib/domain/devices/search-text';
import { withoutControls } from '#lib/domain/text/shown-text';

export type FindAddress = Record<string, string | string[] | undefined>;

/** Where an address leads that names devices by what others know of them. */
export interface Lead {
  /** The only device; null: none, or several */
  device: string | null;
  /** The person whose several devices are meant; null: it is one device, none, or not by a person */
  user: string | null;
  /** Of the list that shows all of them; null: there is none */
  list: DeviceCriteria | null;
  /** What was asked for, by its parameter */
  asked: { key: Wanted['key'] | 'q'; value: string }[];
}

const several = 2;

/** Reads `/find?serialNumber=…`: whoever wrote the link may have had braces, blanks or another letter case. */
export async function leadToDevice(db: Database, address: FindAddress): Promise<Lead> {
  const wanted = wholeKeys.flatMap((key): Wanted[] =>
    valuesOf(address[key]).map((value) => ({ key, value })),
  );
  const feed = valuesOf(address.feed);
  const [q] = valuesOf(address.q).filter(
    (text) => text.length <= searchBounds.letters && searchExcess(text) === null,
  );
  const ofFeed = feed.length > 0 ? { feed } : {};
  const asked: Lead['asked'] = [...wanted, ...(q === undefined ? [] : [{ key: 'q' as const, value: q }])];
  if (wanted.length > 0) {
    const options = { feed: feed.length > 0 ? feed : null, limit: several, columns: nameColumns };
    const found = await selectNamed<DeviceName>(db, wanted, options);
    const lead = leadOf(found, { id: wanted.map(({ value }) => value), ...ofFeed }, asked);
    const isUser = wanted.length === 1 && wanted[0]?.key === 'userPrincipalName' && feed.length === 0;
    return isUser && lead.list !== null ? { ...lead, user: wanted[0]?.value ?? null } : lead;
  }
  if (q === undefined) return { device: null, user: null, list: null, asked };
  const filter = { q, ...ofFeed };
  const request = { filter, sort: 'name', position: null, limit: several } as const;
  return leadOf(await selectDevicePage<DeviceName>(db, request, nameColumns), filter, asked);
}

function leadOf([first, second]: readonly DeviceName[], list: DeviceCriteria, asked: Lead['asked']): Lead {
  const none = { device: null, user: null, list: null, asked };
  if (first === undefined) return none;
  return second === undefined ? { ...none, device: first.id } : { ...none, list };
}

function valuesOf(given: string | string[] | undefined): string[] {
  const values = [given ?? []].flat().map((value) => value.trim().replace(/^\{\s*(.*?)\s*\}$/, '$1'));
  return values
    .filter((value) => foldForSearch(value).trim() !== '' && value.length <= pastedBounds.valueLetters)
    .filter((value) => withoutControls.test(value) && value.isWellFormed())
    .slice(0, pastedBounds.values);
}
