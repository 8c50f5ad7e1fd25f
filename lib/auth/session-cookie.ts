export const sessionCookieName = 'tenko_session';

/** Attributes of the session cookie; Secure where Tenko is reached over https. */
export function sessionCookie(value: string, expires: Date, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${sessionCookieName}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
}

export function readSessionCookie(header: string | null): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2);
    if (name === sessionCookieName) return value;
  }
  return undefined;
}
