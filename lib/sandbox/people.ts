export interface Person {
  /** Entra's object id */
  id: string;
  name: string;
  username: string;
  /** App roles assigned to them */
  roles: string[];
  /** Object ids of their groups */
  groups: string[];
  about: string;
}

const person = (number: number, name: string, roles: string[], about: string): Person => ({
  id: `9e0b1e00-0000-4000-8000-00000000000${number}`,
  name,
  username: `${name.split(' ')[0]?.toLowerCase()}@sandbox.example`,
  roles,
  groups: [],
  about,
});

/** A group that somebody without an app role is in, to try roles by group. */
const sandboxGroupId = '6e0f0000-0000-4000-8000-000000000001';

/** Who can sign in at the sandbox: one for each role of Tenko, and what else an admin may meet. */
export const people: readonly Person[] = [
  person(1, 'Aoi Tanaka', ['Admin'], 'app role Admin: everything'),
  person(2, 'Omar Haddad', ['Operator'], 'app role Operator: reads, reports and exports'),
  person(3, 'Vera Novak', ['Viewer'], 'app role Viewer: reads'),
  person(4, 'Noah Berg', [], 'no app role: is turned away'),
  {
    ...person(5, 'Grace Okafor', [], `no app role, but in the group ${sandboxGroupId} (TENKO_ROLE_GROUPS)`),
    groups: [sandboxGroupId],
  },
];
