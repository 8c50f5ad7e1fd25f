import {
  type Answer,
  type Call,
  type Route,
  refuse,
  refuseBreach,
  type Sandbox,
} from '../sandbox-context.ts';
import { objectIdOf } from '../users.ts';

/** How many mails are kept. */
const keptMails = 100;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A mail as MIME, in base64: https://learn.microsoft.com/graph/api/user-sendmail. JSON is not played. */
const route: Omit<Route, 'name' | 'path'> = {
  method: 'POST',
  audience: 'graph',
  apiVersion: null,
  roles: ['Mail.Send'],
  takes: 'text/plain',
  faults: ['graph', 'mail'],
  handle: takeMail,
};
export const mailRoutes: Route[] = [
  { ...route, name: 'send-mail', path: /^\/v1\.0\/users\/([^/']+)\/sendMail$/ },
  { ...route, name: 'send-mail-by-key', path: /^\/v1\.0\/users\('([^/]*)'\)\/sendMail$/ },
];

function takeMail(sandbox: Sandbox, { params, body }: Call): Answer {
  const mailbox = params[0] ?? '';
  if (objectIdOf(sandbox.store, mailbox) === null)
    return refuse(404, 'ErrorInvalidUser', `The requested user '${mailbox}' is invalid.`);
  if (body === '' || !base64.test(body))
    return refuseBreach(
      sandbox,
      'ErrorMimeContentInvalidBase64String',
      'Invalid base64 string for MIME content.',
    );
  const mime = Buffer.from(body, 'base64').toString();
  const sender = /^From:.*?([^\s<>]+@[^\s<>]+)>?\s*$/im.exec(mime)?.[1];
  if (sender?.toLowerCase() !== mailbox.toLowerCase()) {
    const words =
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.';
    return refuse(403, 'ErrorSendAsDenied', words);
  }
  sandbox.mails.push({ mailbox, mime });
  if (sandbox.mails.length > keptMails) sandbox.mails.shift();
  return { status: 202 };
}
