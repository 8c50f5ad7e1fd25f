/**
 * Which messages, taken but not settled, report a device: a read settles these and no others before it
 * responds. In memory: it is made again from the messages at the start.
 */
export class PendingDevices {
  private readonly messages = new Map<string, string[]>();

  add(messageId: string, deviceIds: Iterable<string>): void {
    for (const id of deviceIds) {
      const known = this.messages.get(id);
      if (known === undefined) this.messages.set(id, [messageId]);
      else known.push(messageId);
    }
  }

  remove(messageId: string, deviceIds: Iterable<string>): void {
    for (const id of deviceIds) {
      const left = this.messages.get(id)?.filter((other) => other !== messageId) ?? [];
      if (left.length > 0) this.messages.set(id, left);
      else this.messages.delete(id);
    }
  }

  /** In the order in which they came. */
  messagesOf(deviceIds: Iterable<string>): Set<string> {
    return new Set([...deviceIds].flatMap((id) => this.messages.get(id) ?? []));
  }
}
