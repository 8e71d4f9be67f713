/** Times as they are read and reckoned with. */
import { expect, test } from 'vitest';
import { readInstant } from './instant.ts';

test('a time is read as what it means, whether it is an Instant already or only looks like one', () => {
  const asDate = (text: string) => {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? null : new Date(ms).toISOString();
  };
  const days = ['00', '01', '10', '19', '20', '28', '29', '30', '31', '32'];
  const times = ['00:00:00.000', '09:59:59.999', '19:00:60.000', '23:60:00.000', '24:00:00.000', '29:00:00.000'];
  for (const month of ['00', '01', '02', '09', '10', '11', '12', '13', '19']) {
    for (const day of days) {
      for (const time of times) {
        for (const zone of ['Z', 'z', '+02:00', '']) {
          const text = `2026-${month}-${day}T${time}${zone}`;
          expect(readInstant(text), text).toBe(asDate(text));
        }
      }
    }
  }
  expect(readInstant('2026-11-20T09:00:00Z')).toBe('2026-11-20T09:00:00.000Z');
  expect(readInstant('2026-11-20T09:00:00.000Z\n')).toBe(asDate('2026-11-20T09:00:00.000Z\n'));
});
