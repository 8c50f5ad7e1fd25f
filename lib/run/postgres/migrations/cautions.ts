import { statementsOf } from './apply-migration.ts';
import type { Migration } from './read-migrations.ts';

/**
 * `breaks`: versions before cannot work with it. `care`: they cannot with what this version writes then. `long`: takes long with
 * many rows. `locks`: others wait for its tables, for a moment only where it is not long too.
 */
type CautionKind = 'breaks' | 'care' | 'long' | 'locks';

export interface Caution {
  kind: CautionKind;
  /** What it is about, for people */
  words: string;
}

interface Rule {
  kind: CautionKind;
  /** Its first group is the table, if it is about one: what is made in the same file concerns nobody */
  found: RegExp;
  words: (table: string) => string;
}

const name = String.raw`(?:IF EXISTS\s+)?(?:ONLY\s+)?"?(\w+)"?`;
const alter = (what: string) => new RegExp(String.raw`^ALTER\s+TABLE\s+${name}[\s\S]*?\b${what}`, 'i');

/** Tables that grow with the fleet and with time */
const growing = new Set(
  `alert_attempts alert_changes alert_deliveries alert_events audit_events azure_calls azure_ids bulk_items check_in_rejections
  check_ins device_notes device_policies device_search device_tags device_traits devices entra_findings entra_objects entra_readings policy_exception_devices reports
  source_records source_run_pages source_skips uploads`.split(/\s+/),
);

const rules: readonly Rule[] = [
  {
    kind: 'breaks',
    found: new RegExp(
      String.raw`^DROP\s+(?:TABLE|VIEW|MATERIALIZED\s+VIEW|TYPE|FUNCTION|SEQUENCE)\s+${name}`,
      'i',
    ),
    words: (it) => `drops ${it}`,
  },
  {
    kind: 'breaks',
    found: alter(String.raw`DROP\s+(?!CONSTRAINT|NOT\s+NULL|DEFAULT|EXPRESSION|IDENTITY)(?:COLUMN\s+)?"?\w`),
    words: (it) => `drops a column of ${it}`,
  },
  { kind: 'breaks', found: alter(String.raw`RENAME\b`), words: (it) => `renames ${it} or a part of it` },
  { kind: 'breaks', found: alter(String.raw`SET\s+NOT\s+NULL`), words: (it) => `requires a value in ${it}` },
  {
    kind: 'breaks',
    found: alter(String.raw`ALTER\s+(?:COLUMN\s+)?"?\w+"?\s+DROP\s+DEFAULT`),
    words: (it) => `drops a default of ${it}`,
  },
  {
    kind: 'breaks',
    found: alter(String.raw`ALTER\s+(?:COLUMN\s+)?"?\w+"?\s+(?:SET\s+DATA\s+)?TYPE\b`),
    words: (it) => `changes the type of a column of ${it}`,
  },
  {
    kind: 'breaks',
    // Without a default, versions that do not know the column can add no row.
    found: alter(
      String.raw`ADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?"?\w+"?(?=[^,]*\bNOT\s+NULL)(?![^,]*\b(?:DEFAULT|GENERATED))`,
    ),
    words: (it) => `adds a column to ${it} that needs a value`,
  },
  {
    kind: 'breaks',
    found: alter(String.raw`ADD\s+(?:CONSTRAINT\s+"?\w+"?\s+)?(?:CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\b`),
    words: (it) => `forbids rows in ${it}`,
  },
  {
    kind: 'breaks',
    found: new RegExp(String.raw`^CREATE\s+UNIQUE\s+INDEX\b[\s\S]*?\bON\s+${name}`, 'i'),
    words: (it) => `forbids rows in ${it}`,
  },
  {
    kind: 'breaks',
    found: /^ALTER\s+TYPE\s+"?(\w+)"?\s+RENAME\b/i,
    words: (it) => `renames a value of ${it}`,
  },
  {
    kind: 'care',
    found: /^ALTER\s+TYPE\s+"?(\w+)"?\s+ADD\s+VALUE\b/i,
    words: (it) => `adds a value to ${it}, which versions before cannot read`,
  },
  {
    kind: 'long',
    found: new RegExp(String.raw`^(?:UPDATE|DELETE\s+FROM)\s+${name}`, 'i'),
    words: (it) => `changes rows of ${it}`,
  },
  {
    kind: 'long',
    found: new RegExp(String.raw`^INSERT\s+INTO\s+${name}[\s\S]*\bSELECT\b`, 'i'),
    words: (it) => `fills ${it}`,
  },
  {
    kind: 'long',
    found: new RegExp(
      String.raw`^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)[\s\S]*?\bON\s+${name}`,
      'i',
    ),
    words: (it) => `builds an index of ${it}, whose rows cannot be changed meanwhile`,
  },
  {
    kind: 'long',
    found: alter(String.raw`GENERATED\s+ALWAYS\s+AS\b[\s\S]*STORED`),
    words: (it) => `writes ${it} again`,
  },
  { kind: 'locks', found: alter(''), words: (it) => `needs ${it} alone for a moment` },
];

/** What whoever runs a migration has to know before; empty: nothing. */
export function cautionsOf({
  sql,
  kind,
  contractAfter,
}: Pick<Migration, 'sql' | 'kind' | 'contractAfter'>): Caution[] {
  const found: Caution[] = [];
  if (contractAfter !== null) {
    found.push({ kind: 'breaks', words: `versions before ${contractAfter} can no longer run` });
  }
  if (kind === 'backfill') found.push({ kind: 'long', words: 'fills rows in batches, while Tenko runs' });
  if (kind === 'statements') found.push({ kind: 'long', words: 'builds indexes, while Tenko runs' });
  const statements = statementsOf(sql).map((part) => part.replace(/^\s*--.*$/gm, '').trim());
  const made = new Set(
    statements.flatMap(
      (statement) =>
        /^CREATE\s+(?:TABLE|TYPE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?/i.exec(statement)?.[1] ?? [],
    ),
  );
  for (const rule of rules) {
    if (kind !== 'transaction' && rule.kind === 'long') continue;
    for (const statement of statements) {
      const table = rule.found.exec(statement)?.[1];
      if (table === undefined || made.has(table)) continue;
      if (rule.kind === 'long' && !growing.has(table)) continue;
      found.push({ kind: rule.kind, words: rule.words(table) });
    }
  }
  return found.filter(({ words }, index) => found.findIndex((other) => other.words === words) === index);
}
