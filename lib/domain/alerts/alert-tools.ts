import type { SecretBox } from '../secret-box.ts';
import type { DeliveryOutcome, DestinationKind } from './alert-destination.ts';

/** What goes to an address, as it is. */
export interface PostedMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface MailMessage {
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
  /** Stable over retries, so that mail programs know it again */
  messageId: string;
  /** Null: to the sender */
  replyTo: string | null;
  attachment?: { filename: string; contentType: string; content: Buffer } | undefined;
}

/** How this server sends mail. */
export interface MailSender {
  /** Address of the sender, as recipients see it */
  from: string;
  /** Never throws: what stood in the way is in the outcome. */
  send: (message: MailMessage) => Promise<DeliveryOutcome>;
}

/** What verbs need to reach receivers of alerts; processes put it together. */
export interface AlertTools {
  /** Never throws: what stood in the way is in the outcome. */
  post: (message: PostedMessage) => Promise<DeliveryOutcome>;
  /** Null: this server sends no mail */
  mail: MailSender | null;
  /** An address that may be stored; or what is wrong with it */
  readAddress: (kind: DestinationKind, given: string) => { url: string } | { problem: string };
  secrets: SecretBox;
  /** Where browsers find the console; without a slash at its end */
  publicUrl: string;
}
