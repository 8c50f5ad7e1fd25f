import type { OperatingSystem } from '../devices/operating-system.ts';
import type { UserTextPlan } from '../devices/user-text.ts';

/** Links in mails show the state of a device for so long. */
export const helpLinkDays = 7;

/** What the page behind a link says of its device, in the reader's language. */
export interface LinkedDevice {
  os: OperatingSystem;
  /** ISO 8601 */
  lastCheckInAt: string;
  about: UserTextPlan['subject'];
  subject: string;
  problems: readonly string[];
  /** What the user does, one after the other */
  steps: readonly string[];
  outlooks: readonly string[];
}
