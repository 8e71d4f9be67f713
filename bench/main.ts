/** `npm run bench [-- names]`: prints Markdown tables. Nothing here passes or fails by time. */
import { benchEvaluate } from './evaluate.ts';
import { benchIngest, benchPresentations, benchStart, benchStored } from './server.ts';
import { benchTrying } from './trying.ts';

const BENCHES: Readonly<Record<string, () => Promise<string>>> = {
  evaluate: benchEvaluate,
  ingest: benchIngest,
  presentations: benchPresentations,
  start: benchStart,
  stored: benchStored,
  trying: benchTrying,
};

const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`## ${name}\n`);
  console.log(await bench());
}
