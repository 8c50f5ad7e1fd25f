import { chunk } from 'es-toolkit';
import { createDestination } from '#lib/alerts/destinations';
import { createSchedule } from '#lib/alerts/export-schedules';
import { fanOut } from '#lib/alerts/fan-out';
import { queueDueExport } from '#lib/alerts/queue-exports';
import { createRule } from '#lib/alerts/rules';
import { createDeliverySender } from '#lib/alerts/send-deliveries';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { AlertRuleInput } from '#lib/contract/alert-rule';
import { exportScheduleInput } from '#lib/contract/export-schedule';
import type { Database } from '#lib/db/core/database';
import { HeldClaims } from '#lib/domain/held-claims';
import { commandLine } from '#lib/domain/people/actor';
import { readEnv } from '#lib/env';
import { createLog } from '#lib/log';
import { openAlertTools } from '#lib/run/alert-tools';
import { openSecretBox } from '#lib/secrets/secret-box';
import { openTestDatabase } from '../test-database.ts';
import { MailServer, Receiver } from './receiver.ts';

type Violations = readonly { policy: string; action: string; since?: string }[];

/** Where no mail goes by Graph. */
export function noGateway(): never {
  throw new Error('no mail goes by Graph');
}

const start = Date.parse('2026-11-24T09:00:00Z');

/** Alerts from changes in a real database to a real HTTP server and a real mail server; time is what the test says. */
export class AlertWorld {
  now = start;
  readonly db: Database;
  readonly receiver: Receiver;
  readonly mail: MailServer;
  readonly tools;
  /** Every line that workers have logged */
  readonly logged: string[] = [];
  readonly log = createLog('worker', 'trace', { write: (line) => void this.logged.push(line) });
  readonly #close: () => Promise<void>;
  #sender;

  private constructor(db: Database, receiver: Receiver, mail: MailServer, close: () => Promise<void>) {
    this.db = db;
    this.receiver = receiver;
    this.mail = mail;
    this.#close = close;
    const env = readEnv({
      TENKO_SMTP_URL: mail.url,
      TENKO_MAIL_FROM: 'Tenko <tenko@example.com>',
      TENKO_ALERT_PRIVATE_ADDRESSES: 'true',
      TENKO_URL: 'https://tenko.example',
    });
    const keys = [Buffer.alloc(32, 7)];
    this.tools = openAlertTools(env, openSecretBox({ keys, keyFile: '/nonexistent' }), noGateway);
    this.#sender = this.newWorker();
  }

  static async open(): Promise<AlertWorld> {
    const { db, close } = await openTestDatabase();
    return new AlertWorld(db, await Receiver.open(), await MailServer.open(), close);
  }

  async close(): Promise<void> {
    await this.#sender.settle();
    await Promise.all([this.receiver.close(), this.mail.close()]);
    await this.#close();
  }

  /** Empty again; what the last test left on its way is waited for. */
  async begin(): Promise<void> {
    await this.#sender.settle();
    this.now = start;
    this.receiver.begin();
    this.mail.begin();
    await this.db.pool
      .$executeRaw`TRUNCATE devices, policies, sources, alert_changes, alert_events, alert_marks,
      alert_destinations, alert_rules, alert_deliveries, alert_attempts, export_schedules CASCADE`;
  }

  get date(): Date {
    return new Date(this.now);
  }

  /** `held`: what it gives back when it stops */
  newWorker(held = new HeldClaims()) {
    const { db, tools } = this;
    const clock = () => this.date;
    return createDeliverySender({
      db,
      log: this.log,
      clock,
      random: () => 0,
      alerts: tools,
      held,
    });
  }

  /** Makes messages of all that changed. */
  async note(): Promise<void> {
    const worker = { db: this.db, log: this.log, clock: () => this.date };
    while (await fanOut(worker));
  }

  /** Makes messages of all scheduled exports that are due. */
  async queueExports(): Promise<void> {
    const worker = { db: this.db, log: this.log, clock: () => this.date };
    while (await queueDueExport(worker));
  }

  /** Sends all that is due, until nothing is. */
  async send(sender = this.#sender): Promise<void> {
    while (await sender.step()) await sender.settle();
  }

  async work(): Promise<void> {
    await this.note();
    await this.queueExports();
    await this.send();
  }

  /** One device checks in with these violations, a second after the last check-in. */
  async checkIn(externalId: string, violations: Violations = [], more: object = {}) {
    this.now += 1000;
    const { results } = await this.#record([{ ...this.#checkInOf(externalId, violations), ...more }]);
    return results[0]?.deviceId ?? '';
  }

  /** Many devices check in at the same moment, with the same violations. */
  async checkInAll(externalIds: readonly string[], violations: Violations = []): Promise<void> {
    this.now += 1000;
    for (const ids of chunk(externalIds, 500))
      await this.#record(ids.map((id) => this.#checkInOf(id, violations)));
  }

  #checkInOf(externalId: string, violations: Violations) {
    const device = {
      name: `${externalId}’s phone`,
      os: 'ios',
      osVersion: '26.1',
      serialNumber: `S-${externalId}`,
    };
    const user = { principalName: `${externalId}@example.com` };
    return { externalId, checkedInAt: this.date.toISOString(), device, user, violations };
  }

  #record(checkIns: object[]) {
    return recordCheckIns(this.db, { feed: 'mdm', checkIns, now: this.date });
  }

  /** A webhook to the receiver; returns its id and secret. */
  async webhook(name = 'Receiver', url = this.receiver.url) {
    const input = { kind: 'webhook', name, url, enabled: true, language: 'en' } as const;
    const { id, secret = '' } = await createDestination(
      { db: this.db, alerts: this.tools },
      input,
      commandLine,
      this.date,
    );
    // Only what the test asks for
    await this.db.pool.alertRule.deleteMany({ where: { builtIn: { not: null } } });
    return { id, secret };
  }

  async email(to = ['ops@example.com'], language: 'en' | 'de' | 'ja' = 'en') {
    const input = { kind: 'email', name: `Mail ${language}`, to, enabled: true, language } as const;
    return createDestination({ db: this.db, alerts: this.tools }, input, commandLine, this.date);
  }

  async rule(destinationIds: string[], events: AlertRuleInput['events'], more: Partial<AlertRuleInput> = {}) {
    const input: AlertRuleInput = {
      name: `Rule ${events.join(' ')} ${destinationIds.join(' ')}`.slice(0, 100),
      events,
      filter: {},
      destinationIds,
      digest: 'none',
      digestAt: '08:00',
      timeZone: 'UTC',
      quietHours: null,
      enabled: true,
      ...more,
    };
    return createRule(this.db, input, commandLine, this.date);
  }

  /** Every Monday at 8:00 in Berlin, unless `more` says otherwise. */
  async schedule(destinationIds: string[], more: object = {}) {
    const monday = { every: 'week', weekday: 1, at: '08:00', timeZone: 'Europe/Berlin' };
    const body = { name: 'Noncompliant phones', ...monday, destinationIds, ...more };
    return createSchedule(this.db, exportScheduleInput.parse(body), commandLine, this.date);
  }
}
