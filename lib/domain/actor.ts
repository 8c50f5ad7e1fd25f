export const actorKinds = ['admin', 'api_key', 'system'] as const;

/** Who did it, for the audit log. */
export interface Actor {
  kind: (typeof actorKinds)[number];
  name: string;
  requestId: string | null;
}
