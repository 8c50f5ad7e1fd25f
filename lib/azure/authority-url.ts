/** The sign-in service as MSAL wants it: an https address without a slash at its end. */
export function authorityUrl(host: string): string {
  return (host.startsWith('https://') ? host : `https://${host}`).replace(/\/+$/, '');
}
