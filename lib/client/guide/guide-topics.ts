/** What the guide's reference is about, in its order. Each is a part of its page, and of the address of each entry. */
export const guideTopics = [
  'access',
  'verdict',
  'step',
  'fields',
  'status',
  'client-code',
  'entra',
  'sign-in',
  'obstacle',
  'failure',
  'report',
  'trigger',
  'channel',
  'tag',
  'management',
  'action',
  'policy-mode',
  'connection',
  'feed',
  'source',
  'source-problem',
  'warning',
  'rejection',
  'bulk',
  'bulk-outcome',
  'event',
  'delivery',
  'destination',
  'delivery-problem',
  'role',
  'scope',
  'api-key',
] as const;
export type GuideTopicName = (typeof guideTopics)[number];

/** The id of an entry on the page of the reference. */
export function guideAnchor(topic: GuideTopicName, value: string): string {
  return `${topic}-${value.replace(/[.:]/g, '-')}`;
}

/** The address of a part of the reference, or of one entry in it. */
export function guideHref(topic: GuideTopicName, value?: string): `/guide#${string}` {
  return `/guide#${value === undefined ? topic : guideAnchor(topic, value)}`;
}
