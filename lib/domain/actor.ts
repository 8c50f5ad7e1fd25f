export const actorKinds = ['admin', 'api_key', 'system'] as const;

/** Who did it, for the audit log. `admin`: a person in the console, of whatever role */
export interface Actor {
  kind: (typeof actorKinds)[number];
  name: string;
  /** Stays when the name changes; null or absent: there is only the name */
  id?: string | null;
  requestId: string | null;
}
