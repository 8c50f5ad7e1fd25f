import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';
import { answerPolicy, everyAnswer, strictTransport } from '../security-headers.ts';

type HeaderFields = OutgoingHttpHeaders | OutgoingHttpHeader[];

const always = [...everyAnswer, ['content-security-policy', answerPolicy]] as const;

/**
 * An answer that says what browsers must not do with it, whoever makes it: a route, Next, or node itself. Where nothing
 * set a policy of contents, nothing in it may run.
 */
export class WebResponse extends ServerResponse<IncomingMessage> {
  protected defaults(): readonly (readonly [string, string])[] {
    return always;
  }

  override writeHead(status: number, reason?: string, headers?: HeaderFields): this;
  override writeHead(status: number, headers?: HeaderFields): this;
  override writeHead(status: number, second?: string | HeaderFields, headers?: HeaderFields): this {
    if (!this.headersSent) {
      for (const [name, value] of this.defaults()) if (!this.hasHeader(name)) this.setHeader(name, value);
    }
    return typeof second === 'string'
      ? super.writeHead(status, second, headers)
      : super.writeHead(status, second);
  }
}

const alwaysOverHttps = [...always, strictTransport];

/** The same where Tenko is reached over https: browsers are told to stay there. */
export class HttpsWebResponse extends WebResponse {
  protected override defaults(): readonly (readonly [string, string])[] {
    return alwaysOverHttps;
  }
}
