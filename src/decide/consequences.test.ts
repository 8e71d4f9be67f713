/** What a decision means to the account: posts are counted once, whatever is found on them later. */
import { expect, test } from 'vitest';
import { judge, NOW } from '../../test/support/story.ts';
import { EMPTY_STANDING } from '../accounts/standing.ts';

const MESSAGE = 'glorifying-violence/looting-shooting';
const once = { ...EMPTY_STANDING, posts: [[NOW.slice(0, 10), 1]] as const };
const standing = { baseline: once, applied: once };

test.each(['policy', 'edit', 'fact'] as const)(
  'a post that was plain is not counted again by a decision of trigger %s',
  (trigger) => {
    const { after } = judge('chirp', [MESSAGE], { trigger, standing }).standing;
    expect([after.baseline.posts, after.applied.posts]).toEqual([once.posts, once.posts]);
    expect(after.baseline.strikes).toHaveLength(1);
  },
);

test('a post that is decided on as it is received is counted', () => {
  expect(judge('chirp', [MESSAGE]).standing.after.baseline.posts).toEqual(once.posts);
});
