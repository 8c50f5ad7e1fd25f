import { openDatabase } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import { ivantiExport } from '#lib/sources/readers/ivanti/ivanti-export';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { importDevices } from '../lib/sources/imports/import-devices.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';

const batchSize = 500;
const start = Date.parse('2026-01-01T00:00:00Z');
const hour = 3_600_000;
/** In a column that is not read: 100,000 rows are then about as large as a file may be. */
const ballast = 'x'.repeat(1900);
const mebibyte = 1024 * 1024;

/**
 * Files of new devices, beside their check-ins recorded in batches of the same size one after the other; and the memory of the
 * process while a small and a large file come in.
 */
export async function benchImports(url: string, size = 100_000): Promise<Figure[]> {
  const db = openDatabase(url);
  const now = new Date(start + 24 * hour);
  const load = async (feed: string, rows: number) => {
    const memory = new Memory();
    const file = { media: 'text/csv', chunks: chunksOf(rows, memory) };
    const seconds = await secondsOf(() =>
      importDevices({ db, ivantiExport }, { feed, file }, { actor: commandLine, now }),
    );
    return { rate: rows / seconds, memory };
  };
  // Warms up.
  await load('small', 1000);
  const small = await load('small', 1000);
  const large = await load('large', size);
  const again = await load('large', size);
  const floor = await secondsOf(async () => {
    for (let from = 0; from < size; from += batchSize) {
      const checkIns = Array.from({ length: batchSize }, (_, index) => checkInOf(from + index));
      await recordCheckIns(db, { feed: 'floor', checkIns, now });
    }
  });
  await db.close();
  const shown = ({ heap, resident }: Memory) =>
    `${Math.round(heap / mebibyte)} / ${Math.round(resident / mebibyte)} MiB`;
  const megabytes = Math.round((size * (ballast.length + 130)) / mebibyte);
  return [
    figure(`a file of ${size} new devices (${megabytes} MiB)`, 'devices/s', [large.rate], [size / floor]),
    plainFigure('the same file again', `${Math.round(again.rate).toLocaleString('en')} devices/s`),
    plainFigure('heap / memory of the process at most, 1,000 devices', shown(small.memory)),
    plainFigure(`the same, ${size} devices`, shown(large.memory)),
  ];
}

/** At most, looked at whenever a piece of the file is wanted. */
class Memory {
  heap = 0;
  resident = 0;

  look(): void {
    const { heapUsed, rss } = process.memoryUsage();
    this.heap = Math.max(this.heap, heapUsed);
    this.resident = Math.max(this.resident, rss);
  }
}

const columns =
  'externalId,checkedInAt,device.name,device.os,device.osVersion,device.serialNumber,user.principalName,';

/** Made while it is read, as a file that comes in. */
async function* chunksOf(rows: number, memory: Memory): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${columns}\n`);
  for (let from = 0; from < rows; from += 32) {
    const lines = Array.from({ length: Math.min(32, rows - from) }, (_, index) => {
      const { externalId, checkedInAt, device, user } = checkInOf(from + index);
      const { name, os, osVersion, serialNumber } = device;
      return `${[externalId, checkedInAt, name, os, osVersion, serialNumber, user.principalName, ballast].join(',')}\n`;
    });
    memory.look();
    yield Buffer.from(lines.join(''));
  }
}

function checkInOf(index: number) {
  return {
    externalId: `device-${index}`,
    checkedInAt: new Date(start).toISOString(),
    device: { name: `Device ${index}`, os: 'ios', osVersion: '26.1', serialNumber: `SN${index}` },
    user: { principalName: `user${index}@example.com` },
  };
}
