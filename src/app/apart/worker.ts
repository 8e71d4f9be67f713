/** The worker of `room.ts`: takes one piece of work after the other and answers each. */
import { parentPort } from 'node:worker_threads';
import { createWorkshop, type Work } from './work.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker');
const workOn = createWorkshop();
port.on('message', ({ id, work }: { readonly id: number; readonly work: Work }) => {
  // A throw ends the worker: whoever waits is told, and the next piece of work gets a new one.
  port.postMessage({ id, answer: workOn(work) });
});
port.postMessage('ready');
