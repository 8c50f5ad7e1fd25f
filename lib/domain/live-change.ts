/** What else than devices pages show, and want to hear of. */
export const liveTopics = ['connection', 'overview', 'bulk', 'views'] as const;
export type LiveTopic = (typeof liveTopics)[number];

/** What changed since the last word: ids of devices, or `many` where naming them would not pay. */
export interface LiveChange {
  devices: readonly string[] | 'many';
  topics: readonly LiveTopic[];
}

/** Whoever was not listening for a while has missed anything. */
export const anythingChanged: LiveChange = { devices: 'many', topics: liveTopics };
