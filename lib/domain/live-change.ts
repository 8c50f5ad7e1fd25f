/** What else than devices pages show, and want to hear of. */
export const liveTopics = [
  'connection',
  'overview',
  'bulk',
  'views',
  'policies',
  'sources',
  'alerts',
] as const;
export type LiveTopic = (typeof liveTopics)[number];

/** What changed since the last word: ids of devices, or `many` where naming them would not pay. */
export interface LiveChange {
  devices: readonly string[] | 'many';
  topics: readonly LiveTopic[];
}

/** More ids than any page shows, and than eight notifications hold */
const mostNamed = 1920;

/** Two changes as one. */
export function mergeChanges(one: LiveChange, other: Partial<LiveChange>): LiveChange {
  const topics = [...new Set([...one.topics, ...(other.topics ?? [])])];
  if (one.devices === 'many' || other.devices === 'many') return { devices: 'many', topics };
  const devices = [...new Set([...one.devices, ...(other.devices ?? [])])];
  return { devices: devices.length > mostNamed ? 'many' : devices, topics };
}

export const nothingChanged: LiveChange = { devices: [], topics: [] };
/** What a page assumes that did not listen for a while: anything may have changed. */
export const anythingChanged: LiveChange = { devices: 'many', topics: liveTopics };
