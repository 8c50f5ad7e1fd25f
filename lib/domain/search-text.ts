import type { DeviceFacts } from './device-state.ts';
import { type OperatingSystem, operatingSystems } from './operating-system.ts';

/**
 * The index of searches knows runs of three letters, and Chinese, Japanese and Korean words are shorter: each of their
 * letters is followed by two that nobody types, so that even one of them is found.
 */
const padding = 'ꀀꀁ';
const shortWritten = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]/g;

/** Text as it is stored for substring search, and as a term is looked for: letter case and width do not matter. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(shortWritten, `$&${padding}`);
}

/**
 * The system as a word that nobody types. Names tell the system, so that a name and the wrong system are each found
 * often and never together: only an index that knows both finds that out at once.
 */
export function systemWord(os: OperatingSystem): string {
  return `ꀂ${operatingSystems.indexOf(os)}ꀂ`;
}

/** What `q` looks at: name, serial number, users and Azure device id. */
export function searchTextOf(facts: DeviceFacts): string {
  const { name, serialNumber, userPrincipalName, userDisplayName, azureUserPrincipalName, azureDeviceId } =
    facts;
  const parts = [
    name,
    serialNumber,
    userPrincipalName,
    userDisplayName,
    azureUserPrincipalName,
    azureDeviceId,
  ];
  return `${foldForSearch([...new Set(parts.filter((part) => part !== null))].join('\n'))}\n${systemWord(facts.os)}`;
}
