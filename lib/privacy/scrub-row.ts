import type { PersonalPlaceName } from '#lib/db/people/personal-places';
import type { PersonalRow } from '#lib/db/people/personal-rows';
import type { Change } from '#lib/domain/check-ins/changes-between';
import type { PersonFinder } from '#lib/domain/people/person';
import { nameKeyOf } from '#lib/domain/text/name-key';
import { scrubMessage } from './scrub-message.ts';

/**
 * What becomes of a row: without the person, deleted, or left as it is although it names them. Null: it does not name
 * them.
 */
export type Scrubbed = PersonalRow | 'delete' | 'leave' | null;
type Scrub = (row: PersonalRow, finder: PersonFinder, mark: string) => Scrubbed;

/** A name that is the row's alone must not become that of another one that named the person. */
function withoutOwnName(row: PersonalRow, finder: PersonFinder, mark: string): PersonalRow {
  const name = String(row.name);
  const without = finder.inSearch(name, mark);
  return without === name ? {} : { name: `${without} ${String(row.id).slice(-4)}` };
}

/** Fields of a check-in that say whose the device is */
export const userFields = ['userPrincipalName', 'userDisplayName', 'userAzureId', 'azureUserPrincipalName'];
const unsettled = ['preparing', 'sending', 'sent'];

/** Of `admin:<id>` and the like. */
function idOfOwner(owner: unknown): string {
  return String(owner).replace(/^\w+:/, '');
}

/** How each table loses a person. */
export const scrubOf: Record<PersonalPlaceName, Scrub> = {
  devices: (row, finder, mark) => {
    const isUser = finder.is(row.user_principal_name) || finder.is(row.user_azure_id);
    const isAzureUser = finder.is(row.azure_user_principal_name);
    return changed(row, {
      ...textIn(row, ['failure_detail', 'entra_deletion_problem', 'entra_tag_value'], finder.inText, mark),
      attributes: deepIn(row.attributes, (text) => finder.inText(text, mark)),
      ...((isUser || isAzureUser) && textIn(row, ['name'], finder.inDeviceName, mark)),
      ...(isUser && { user_principal_name: null, user_display_name: null, user_azure_id: null }),
      ...(isAzureUser && { azure_user_principal_name: null }),
    });
  },
  checkIns: (row, finder, mark) => {
    const changes = (row.changes as Change[]).map((change) => ({
      ...change,
      from: withoutUser(change.field, change.from, finder, mark),
      to: withoutUser(change.field, change.to, finder, mark),
    }));
    return changed(row, { changes });
  },
  rejections: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['excerpt'], finder.inText, mark),
      errors: deepIn(row.errors, (text) => finder.inText(text, mark)),
    }),
  reports: (row, finder, mark) =>
    changed(row, textIn(row, ['requested_by', 'error_detail'], finder.inText, mark)),
  messages: (row, finder, mark) => {
    const { body } = row;
    const without = changed(row, {
      ...textIn(row, ['error_detail'], finder.inText, mark),
      ...(typeof body === 'string' && { body: scrubMessage(body, finder, mark) }),
    });
    // The stored bytes are sent to Microsoft, however often it takes.
    return without !== null && unsettled.includes(String(row.status)) ? 'leave' : without;
  },
  azureCalls: (row, finder, mark) =>
    changed(row, textIn(row, ['answer', 'error_detail'], finder.inText, mark)),
  bulkActions: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['requested_by', 'cancelled_by'], finder.inText, mark),
      filter: deepIn(row.filter, (text) => finder.inSearch(text, mark)),
    }),
  tags: (row, finder, mark) => {
    const without = withoutOwnName(row, finder, mark);
    return changed(row, 'name' in without ? { ...without, key: nameKeyOf(String(without.name)) } : {});
  },
  deviceNotes: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['author'], finder.inText, mark),
      ...textIn(row, ['text'], finder.inSearch, mark),
      ...(finder.is(idOfOwner(row.owner_key)) && { owner_key: `admin:${mark}` }),
    }),
  savedViews: (row, finder, mark) => {
    const isOwner = finder.is(row.owner) || finder.is(idOfOwner(row.owner_key));
    if (isOwner && row.shared !== true) return 'delete';
    const name = String(row.name);
    const without = finder.inSearch(name, mark);
    // A view's name is its owner's only one: two that named the person must not become the same.
    const renamed = without === name ? name : `${without} ${String(row.id).slice(-4)}`;
    return changed(row, {
      ...textIn(row, ['owner'], finder.inText, mark),
      ...(isOwner && { owner_key: `admin:${mark}` }),
      ...(renamed !== name && { name: renamed, name_key: nameKeyOf(renamed) }),
      query: deepIn(row.query, (text) => finder.inSearch(text, mark)),
    });
  },
  policies: (row, finder, mark) => changed(row, withoutWriter(row, finder, mark)),
  policyVersions: (row, finder, mark) => changed(row, withoutWriter(row, finder, mark)),
  versionLists: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['updated_by', 'managed_by_file'], finder.inText, mark),
      ...textIn(row, ['name'], finder.inSearch, mark),
      versions: deepIn(row.versions, (text) => finder.inSearch(text, mark)),
    }),
  policyExceptions: (row, finder, mark) =>
    finder.is(row.user_principal_name)
      ? 'delete'
      : changed(row, {
          ...textIn(row, ['created_by'], finder.inText, mark),
          ...textIn(row, ['reason', 'view_name'], finder.inSearch, mark),
        }),
  sources: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['created_by', 'updated_by', 'problem_message'], finder.inText, mark),
      ...textIn(row, ['url'], finder.inSearch, mark),
      ...withoutOwnName(row, finder, mark),
      settings: deepIn(row.settings, (text) => finder.inSearch(text, mark)),
    }),
  sourceRuns: (row, finder, mark) =>
    changed(row, textIn(row, ['requested_by', 'cancelled_by', 'problem_message'], finder.inText, mark)),
  sourceSkips: (row, finder, mark) =>
    changed(row, textIn(row, ['external_id', 'detail'], finder.inText, mark)),
  alertChanges: (row, finder, mark) =>
    changed(row, {
      before: deepIn(row.before, (text) => finder.inSearch(text, mark)),
      after: deepIn(row.after, (text) => finder.inSearch(text, mark)),
    }),
  alertEvents: (row, finder, mark) =>
    changed(row, { data: deepIn(row.data, (text) => finder.inSearch(text, mark)) }),
  alertDestinations: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['created_by', 'updated_by', 'problem_message', 'shown_url'], finder.inText, mark),
      ...withoutOwnName(row, finder, mark),
      to: (row.to as string[]).filter((address) => !finder.is(address)),
    }),
  alertRules: withoutMaker,
  exportSchedules: withoutMaker,
  userMail: (row, finder, mark) =>
    changed(row, {
      ...textIn(row, ['updated_by', 'help_desk', 'company_name'], finder.inText, mark),
      footer: deepIn(row.footer, (text) => finder.inText(text, mark)),
    }),
  alertDeliveries: ({ recipient }, finder) => (finder.is(recipient) ? 'delete' : null),
  apiKeys: (row, finder, mark) =>
    changed(row, textIn(row, ['name', 'created_by', 'revoked_by'], finder.inText, mark)),
  walks: (row, finder, mark) => changed(row, textIn(row, ['started_by'], finder.inText, mark)),
  connection: (row, finder, mark) =>
    changed(row, {
      ...textIn(
        row,
        ['paused_by', 'problem_detail', 'heartbeat_problem', 'preflight_by'],
        finder.inText,
        mark,
      ),
      preflight: deepIn(row.preflight, (text) => finder.inText(text, mark)),
    }),
  entraChanges: (row, finder, mark) => changed(row, textIn(row, ['problem_detail'], finder.inText, mark)),
  entraObjects: (row, finder, mark) => changed(row, textIn(row, ['name'], finder.inText, mark)),
  signInAttempts: ({ refused_name, refused_username, return_to }, finder) => {
    const texts = [refused_name, refused_username, readable(String(return_to))];
    return texts.some((text) => typeof text === 'string' && finder.inSearch(text, '') !== text)
      ? 'delete'
      : null;
  },
  sessions: ({ username, user_id }, finder) => (finder.is(username) || finder.is(user_id) ? 'delete' : null),
  preferences: ({ owner }, finder) => (finder.is(idOfOwner(owner)) ? 'delete' : null),
  usersLookedUp: ({ user_principal_name, object_id }, finder) =>
    finder.is(user_principal_name) || finder.is(object_id) ? 'delete' : null,
  // The database refuses it: events go when their time is over.
  auditEvents: ({ actor_name, actor_id, target, details, before, after }, finder) => {
    const facts = [actor_name, actor_id, target, details, before, after];
    const without = deepIn(facts, (text) => finder.inText(text, ''));
    return JSON.stringify(without) === JSON.stringify(facts) ? null : 'leave';
  },
};

/** What somebody set up with a filter, without a person who did, or is named in it. */
function withoutMaker(row: PersonalRow, finder: PersonFinder, mark: string): Scrubbed {
  return changed(row, {
    ...textIn(row, ['created_by', 'updated_by'], finder.inText, mark),
    ...withoutOwnName(row, finder, mark),
    filter: deepIn(row.filter, (text) => finder.inSearch(text, mark)),
  });
}

/** A policy without a person who wrote it, or is named in it. */
function withoutWriter(row: PersonalRow, finder: PersonFinder, mark: string): PersonalRow {
  return {
    ...textIn(row, ['saved_by', 'managed_by_file'], finder.inText, mark),
    ...textIn(row, ['name'], finder.inSearch, mark),
    definition: deepIn(row.definition, (text) => finder.inSearch(text, mark)),
  };
}

/** Null where nothing is another value than before. */
function changed(row: PersonalRow, values: PersonalRow): PersonalRow | null {
  const differs = Object.entries(values).some(
    ([column, value]) => JSON.stringify(value) !== JSON.stringify(row[column]),
  );
  return differs ? { ...row, ...values } : null;
}

function textIn(
  row: PersonalRow,
  columns: readonly string[],
  without: (text: string, mark: string) => string,
  mark: string,
): PersonalRow {
  return Object.fromEntries(
    columns.flatMap((column) => {
      const text = row[column];
      return typeof text === 'string' ? [[column, without(text, mark)]] : [];
    }),
  );
}

function withoutUser(field: string, value: unknown, finder: PersonFinder, mark: string): unknown {
  if (typeof value !== 'string') return value;
  if (field === 'name') return finder.inDeviceName(value, mark);
  if (field.startsWith('attributes.')) return finder.inText(value, mark);
  if (!userFields.includes(field)) return value;
  return finder.is(value) || (field === 'userDisplayName' && finder.isDisplayName(value)) ? mark : value;
}

function deepIn(value: unknown, without: (text: string) => string): unknown {
  if (typeof value === 'string') return without(value);
  if (Array.isArray(value)) return value.map((item) => deepIn(item, without));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deepIn(item, without)]));
}

function readable(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
