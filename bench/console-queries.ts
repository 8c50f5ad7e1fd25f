import { deviceSorts } from '#lib/domain/devices/device-criteria';

/** One of each filter, common and rare, and some that nothing matches. */
const filters = [
  'verdict=noncompliant',
  'verdict=retired',
  'azureComplianceStatus=successful',
  'azureComplianceStatus=failed',
  'azureComplianceStatus=in_progress',
  'azureComplianceStatus=blank',
  'clientStatusCode=User_Canceled',
  'clientStatusCode=blank',
  'os=ios',
  'os=macos',
  'managementState=retired',
  'feed=kiosks',
  'feed=pilot',
  'policy=Battery service due',
  'policy=Lost or stolen',
  'drift=true',
  'entraDisagrees=true',
  'access=likely_blocked',
  'access=let_in',
  'access=unknown',
  'entraProblem=expired',
  'neverReported=true',
  'azureIdTaken=true',
  'lastCheckInBefore=P7D',
  'lastCheckInBefore=P200D',
  'lastReportedBefore=PT12H',
  'lastReportedBefore=P30D',
];

/** A name, half a name, what many share, a word of two letters, hexadecimal, nothing; and what all parts of occur. */
const terms = [
  'iphone',
  '@example.com',
  'pixel 10 pro',
  'tanaka',
  '田中',
  '蟹',
  'deadbeef',
  'zzzyyyxxx',
  "iphone's iphone",
];

const pathOf = (...parts: string[]) => `/api/v1/devices?limit=50&${encodeURI(parts.join('&'))}`;
const nameOf = (filter: string) => filter.split('=')[0];

export function filterPaths(inPairs: boolean): string[] {
  if (!inPairs) return filters.flatMap((filter) => deviceSorts.map((sort) => pathOf(filter, `sort=${sort}`)));
  const pairs = filters.flatMap((one, index) =>
    filters
      .slice(index + 1)
      .flatMap((other) => (nameOf(one) === nameOf(other) ? [] : [[one, other] as const])),
  );
  return pairs.flatMap((pair) => ['name', '-lastReportedAt'].map((sort) => pathOf(...pair, `sort=${sort}`)));
}

export function searchPaths(narrowed: boolean): string[] {
  const more = narrowed
    ? ['verdict=noncompliant', 'os=android', 'sort=name&count=true']
    : ['sort=-lastCheckInAt'];
  return terms.flatMap((term) => more.map((one) => pathOf(`q=${term}`, one)));
}
