interface Cookie {
  value: string;
  expires: Date;
}

/** The browser itself keeps a `__Host-` cookie to https, to this host and to the whole of it: no neighbour can plant one. */
const nameOf = (name: string, publicUrl: string) =>
  publicUrl.startsWith('https:') ? `__Host-${name}` : name;

export const sessionCookieName = (publicUrl: string) => nameOf('tenko_session', publicUrl);
/** Ties Microsoft's answer to the browser that asked. */
export const attemptCookieName = (publicUrl: string) => nameOf('tenko_sign_in', publicUrl);

/** Attributes of both cookies; Secure where Tenko is reached over https. */
export function secretCookie(name: string, { value, expires }: Cookie, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
}

export function endedCookie(name: string, publicUrl: string): string {
  return secretCookie(name, { value: '', expires: new Date(0) }, publicUrl);
}

export function readCookie(header: string | null, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
