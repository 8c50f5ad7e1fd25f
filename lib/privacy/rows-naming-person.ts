import type { Database } from '#lib/db/core/database';
import { readChangesOf } from '#lib/db/people/personal-identity';
import { type PersonalPlaceName, personalPlaces } from '#lib/db/people/personal-places';
import { type PersonalRow, readPersonalPart } from '#lib/db/people/personal-rows';
import type { Person, PersonFinder } from '#lib/domain/people/person';
import type { IdentifiedPerson } from './identify-person.ts';
import { scrubOf } from './scrub-row.ts';

interface Search {
  person: Person;
  finder: PersonFinder;
  /** Only rows made since; for tables that keep when */
  madeSince?: Date | null;
}

/** The rows of a table that name the person, a part at a time. */
export async function* rowsNaming(
  db: Database,
  name: PersonalPlaceName,
  { person, finder, madeSince = null }: Search,
): AsyncGenerator<PersonalRow[]> {
  let after: string | null = null;
  do {
    const { rows, next } = await readPersonalPart(db, personalPlaces[name], person, { after, madeSince });
    const naming = rows.filter((row) => scrubOf[name](row, finder, '') !== null);
    if (naming.length > 0) yield naming;
    after = next;
  } while (after !== null);
}

/** The check-ins that name the person: only those of their devices do. */
export async function* checkInsNaming(
  db: Database,
  { devices, formerDevices }: IdentifiedPerson,
  finder: PersonFinder,
): AsyncGenerator<PersonalRow[]> {
  for (const deviceId of [...devices.keys(), ...formerDevices]) {
    const rows = (await readChangesOf(db, deviceId)).map(({ id, changes }) => ({ id, changes }));
    const naming = rows.filter((row) => scrubOf.checkIns(row, finder, '') !== null);
    if (naming.length > 0) yield naming;
  }
}
