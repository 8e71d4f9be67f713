/** The reader of system call traces behind `npm run soak`: it must see an answer that leaves too early. */
import { describe, expect, test } from 'vitest';
import { countEarly } from '../scripts/soak/fsync.ts';

const ask = '1 read(20, "POST /v1/posts HTTP/1.1\\r\\nhost"..., 65536) = 700';
const sync = '1 fsync(22)                         = 0';
const answer = '1 writev(20, [{iov_base="HTTP/1.1 200 OK\\r\\n"...}], 2) = 900';

describe('answers and their fsync', () => {
  test('an answer after its fsync is on time', () => {
    expect(countEarly([ask, sync, answer, ask, sync, sync, answer].join('\n'))).toEqual({ answers: 2, early: 0 });
  });

  test('an answer before its fsync is early, whatever was synced before', () => {
    expect(countEarly([sync, ask, answer, sync].join('\n'))).toEqual({ answers: 1, early: 1 });
    expect(countEarly([ask, '1 fsync(22) = -1 EIO (Input/output error)', answer].join('\n'))).toEqual({
      answers: 1,
      early: 1,
    });
  });

  test('an fsync that another thread finishes counts when it returns', () => {
    const begun = '2 fdatasync(22 <unfinished ...>';
    const done = '2 <... fdatasync resumed>)           = 0';
    expect(countEarly([ask, begun, answer, done].join('\n'))).toEqual({ answers: 1, early: 1 });
    expect(countEarly([ask, begun, done, answer].join('\n'))).toEqual({ answers: 1, early: 0 });
  });

  test('other requests and source texts are not counted', () => {
    const other = '1 read(20, "GET /healthz HTTP/1.1\\r\\n"..., 65536) = 90';
    const source = '1 read(17, "/** Lines of `POST /v1/posts`: what may be sent"..., 900) = 900';
    expect(countEarly([other, answer, source, answer].join('\n'))).toEqual({ answers: 0, early: 0 });
  });
});
