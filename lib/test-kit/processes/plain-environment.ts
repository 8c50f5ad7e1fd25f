/** The environment of a process that gets its settings from the test alone, and nothing of ours. */
export function plainEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return { NODE_ENV: 'production', PATH, NODE_COMPILE_CACHE, ...settings };
}
