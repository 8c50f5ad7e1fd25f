import { createHash } from 'node:crypto';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return shape.test(text);
}

/** The same GUID for the same text, in every run: the sandbox needs no directory of users. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return `${parts.join('-')}-${hex.slice(20, 32)}`;
}

/** Entra's object id of a user, unless an order gave another. Letter case does not matter. */
export function userObjectIdOf(principalName: string): string {
  return guidOf(`user ${principalName.toLowerCase()}`);
}

/** A write to a device object names no user: the last digits of a device id say whose it is then. */
export function deviceIdOfUser(deviceId: string, userId: string): string {
  return deviceId.slice(0, 24) + userId.slice(24);
}

/** Entra's object id of a device: unlike its device id, and its own inverse. */
export function objectIdOf(deviceId: string): string {
  return deviceId.slice(28) + deviceId.slice(8, 28) + deviceId.slice(0, 8);
}
