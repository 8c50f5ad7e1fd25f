import { preferenceCookies } from '../i18n/preferences.ts';

/** Whether single keys act as shortcuts: an admin may have turned them off in the settings of the list. */
export function shortcutsAreOn(): boolean {
  const start = `${preferenceCookies.list}=`;
  const cookie = document.cookie.split('; ').find((part) => part.startsWith(start));
  try {
    const kept: unknown = JSON.parse(decodeURIComponent(cookie?.slice(start.length) ?? ''));
    return !(typeof kept === 'object' && kept !== null && 'shortcuts' in kept && kept.shortcuts === false);
  } catch {
    return true;
  }
}
