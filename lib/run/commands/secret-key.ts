import { readEnv } from '#lib/env';
import { dataPaths } from '#lib/paths';
import { rotateSecretKey } from '#lib/secrets/rotate-secret-key';
import { withCommandDatabase } from './command-database.ts';
import { runAsProgram } from './program.ts';

const count = (number: number) => (number === 1 ? 'One secret' : `${number} secrets`);

/** `npm run secret-key -- rotate`: encrypts the secrets in the database with a new key. */
await runAsProgram(async () => {
  if (process.argv.slice(2).join(' ') !== 'rotate') throw new Error('Usage: npm run secret-key -- rotate');
  const { secretKeys: keys } = readEnv().sources;
  await withCommandDatabase(async (db, { dataDir }) => {
    const keyFile = dataPaths(dataDir).secretKey;
    const { rotated, unreadable } = await rotateSecretKey(db, { keys, keyFile }, new Date());
    console.log(`${count(rotated)} encrypted with ${keys.length > 0 ? 'TENKO_SECRET_KEY' : 'a new key'}.`);
    if (keys.length > 0) console.log('Former keys in TENKO_SECRET_KEY are no longer needed.');
    if (unreadable > 0) {
      console.log(`${count(unreadable)} cannot be read: the key is lost. Enter them again at their sources.`);
    }
  });
});
