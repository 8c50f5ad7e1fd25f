/** Runs once as the server starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ guardServer }, { readEnv }, { directCalls }, { openWebRuntime }, { provideWebRuntime }] =
    await Promise.all([
      import('#lib/http/guard-server'),
      import('#lib/env'),
      import('./app/api/direct-calls'),
      import('#lib/run/open-web-runtime'),
      import('#lib/http/web-runtime'),
    ]);
  provideWebRuntime(openWebRuntime);
  guardServer(readEnv().url.startsWith('https:'), directCalls);
}
