import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';

const hers = 'anna@example.com';
const others = 'joanna@example.com';

/** Alerts that Anna set up and gets, beside those of somebody with a name like hers. */
export async function makePersonalAlerts({ pool }: Database, at: Date): Promise<void> {
  const [destinationId, ruleId, eventId] = [uuidv7(), uuidv7(), uuidv7()];
  const by = { createdAt: at, createdBy: hers, updatedAt: at, updatedBy: 'Bob' };
  const mail = { kind: 'email', enabled: true, language: 'en', to: [hers, others] } as const;
  await pool.alertDestination.create({
    data: { id: destinationId, name: 'Mail to anna@example.com', ...mail, to: [...mail.to], ...by },
  });
  const times = { digest: 'none', digestMinute: 480, timeZone: 'UTC', enabled: true } as const;
  const rule = {
    id: ruleId,
    name: 'Devices of anna@example.com',
    events: ['device.alert'],
    filter: { q: hers },
  };
  await pool.alertRule.create({ data: { ...rule, ...times, ...by } });
  const { events: _, ...about } = rule;
  const due = { sort: 'name', columns: [], every: 'day', minute: 480, timeZone: 'UTC' } as const;
  await pool.exportSchedule.create({
    data: { ...about, id: uuidv7(), ...due, columns: [], whenEmpty: false, enabled: false, ...by },
  });
  const data = { policy: { id: ruleId, name: 'OS' }, change: 'changed', savedBy: hers };
  await pool.alertEvent.create({ data: { id: eventId, type: 'policy.changed', at, data } });
  const words = { companyName: 'Example', helpDesk: hers, footer: {}, language: 'en', updatedBy: 'Bob' };
  await pool.userMail.create({ data: { ...words, enabled: false, backInOrder: false, updatedAt: at } });
  for (const recipient of [hers, others]) {
    const delivery = { id: uuidv7(), eventType: 'device.alert', recipient };
    await pool.alertDelivery.create({ data: { ...delivery, createdAt: at, dueAt: at } });
  }
}
