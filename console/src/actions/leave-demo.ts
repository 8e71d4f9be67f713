/** Closes the demo and goes on in the operator's own workspace, signed in. */
import { api } from '../api.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 250;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The server closes one workspace and opens the other; meanwhile nobody answers. */
async function untilAnswered(): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    await pause(PAUSE_MS);
    const isThere = await fetch('/v1/status').then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error('The server did not come back; look at where it was started.');
}

export const leaveDemo = {
  name: 'Leave the demo',
  meaning: 'Closes the demo and opens a workspace of your own',
  perform: async (): Promise<void> => {
    const { signIn } = await api.leaveDemo();
    await untilAnswered();
    location.assign(signIn);
  },
} as const;
