export const now = new Date('2026-11-23T07:00:00Z');

interface Parts {
  device?: object;
  user?: unknown;
  violations?: unknown;
  azure?: unknown;
}
export const item = ({ device, ...more }: Parts & Record<string, unknown> = {}) => ({
  externalId: 'A',
  checkedInAt: now.toISOString(),
  device: { name: 'Phone', os: 'ios', osVersion: '26.1', ...device },
  ...more,
});
