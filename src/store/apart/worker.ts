/** The thread that writes: batches in, one after the other, what became of each out. Started by `writer.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { commitRows } from '../commit.ts';
import { openSqlite } from '../database/sqlite.ts';
import { rowsOfBodies } from '../ledger.ts';
import { type BatchMessage, batchOf, type Reply } from './message.ts';

const driver = openSqlite(workerData as string);

async function reply(message: BatchMessage): Promise<Reply> {
  try {
    const batch = batchOf(message);
    const result = await commitRows(driver, batch, rowsOfBodies(batch.events, message.bodies, batch.at));
    return { ok: true, result };
  } catch (error) {
    return { ok: false, error };
  }
}

parentPort?.on('message', async (message: BatchMessage | null) => {
  if (message !== null) return parentPort?.postMessage(await reply(message));
  await driver.close();
  parentPort?.close();
});
