/** Something that was opened by the palette. */
export interface RecentCommand {
  id: string;
  label: string;
  /** Null: found again by its id */
  href: string | null;
}

const key = 'tenko:recent';
const kept = 5;

/** What this tab opened last, newest first. It ends with the tab and with the session: device names are personal data. */
export function recentCommands(): RecentCommand[] {
  try {
    return JSON.parse(window.sessionStorage.getItem(key) ?? '[]') as RecentCommand[];
  } catch {
    return [];
  }
}

export function noteCommand(command: RecentCommand): void {
  const others = recentCommands().filter(({ id }) => id !== command.id);
  window.sessionStorage.setItem(key, JSON.stringify([command, ...others].slice(0, kept)));
}

export function forgetCommands(): void {
  window.sessionStorage.removeItem(key);
}
