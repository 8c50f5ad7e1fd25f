import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  at: number;
}

/** How a receiver answers: a status, or what it does with the response itself. */
export type Behavior = number | ((request: Received, response: ServerResponse) => void);

/** A receiver of alerts, by HTTP on loopback. */
export class Receiver {
  readonly received: Received[] = [];
  url = '';
  #behave: Behavior = 200;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    const { port } = receiver.#server.address() as AddressInfo;
    receiver.url = `http://127.0.0.1:${port}/hook/top-secret-path`;
    return receiver;
  }

  answer(behavior: Behavior): void {
    this.#behave = behavior;
  }

  /** What came, as JSON, in the order in which it came. */
  get bodies(): Record<string, unknown>[] {
    return this.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  }

  begin(): void {
    this.received.length = 0;
    this.#behave = 200;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = {
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
      at: Date.now(),
    };
    this.received.push(received);
    if (typeof this.#behave === 'function') this.#behave(received, response);
    else response.writeHead(this.#behave).end(`answer ${this.#behave}`);
  }
}

/** A mail server on loopback that keeps what it gets. `refuse`: what it answers to each message instead. */
export class MailServer {
  readonly mails: { to: string[]; raw: string }[] = [];
  refuse: { code: number; words: string } | null = null;
  url = '';
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // A sender keeps its connections for a while: nobody waits for that.
    closeTimeout: 1,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (this.refuse !== null) {
          return done(Object.assign(new Error(this.refuse.words), { responseCode: this.refuse.code }));
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.mails.push({ to, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });

  static async open(): Promise<MailServer> {
    const mail = new MailServer();
    const listening = mail.#server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    mail.url = `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    return mail;
  }

  begin(): void {
    this.mails.length = 0;
    this.refuse = null;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
