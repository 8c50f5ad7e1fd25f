/** Runs once as the server starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ guardServer }, { readEnv }] = await Promise.all([
    import('#lib/http/guard-server'),
    import('#lib/env'),
  ]);
  guardServer(readEnv().url.startsWith('https:'));
}
