/** From the story as it comes over the wire to what its cards show. */
import type { Story, StoryPost } from '../../../src/schema/demo.ts';
import type { Author, Post } from '../../../src/schema/post.ts';
import type { FlipRow } from '../components/FlipList.tsx';
import type { CardPost } from '../components/PostCard.tsx';
import type { Poster } from './poster.ts';

/** A handle as readers say it: `@the_president` is The President. */
function nameOf(handle: string | null): string {
  const words = (handle ?? 'somebody').replace(/^@/, '').split(/[_.\-\s]+/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ');
}

/** A post by its recorded author. */
export function cardOfPost(post: Post, author: Author = post.author): CardPost {
  const office = author.offices[0]?.title;
  const name = office ? office.slice(0, 1).toUpperCase() + office.slice(1) : nameOf(author.handle);
  const { platform, text, createdAt } = post;
  return { platform, text, createdAt, author: { name, handle: author.handle } };
}

/** A post of the story, by whoever is taken to have posted it. */
export function cardOf({ post, author }: StoryPost, poster: Poster = 'head of state'): CardPost {
  const card = cardOfPost(post, author);
  return poster === 'ordinary account' ? { ...card, author: { name: 'Somebody', handle: '@somebody' } } : card;
}

/** A text that somebody writes here. */
export const cardOfText = (platform: string, text: string, poster: Poster): CardPost => ({
  platform,
  text,
  createdAt: null,
  author: { name: 'You', handle: poster === 'head of state' ? 'as a head of state' : 'as an ordinary account' },
});

/** Every post of a story: the messages' first, by message and platform, then everybody else's. */
export function postsOf(story: Story): StoryPost[] {
  const told = story.messages.flatMap((message) =>
    story.platforms.flatMap((platform) => message.posts[platform.id] ?? []),
  );
  return [...told, ...story.others];
}

export const storyPost = (story: Story, platform: string, id: string): StoryPost | undefined =>
  postsOf(story).find(({ post }) => post.platform === platform && post.id === id);

const keyOf = (entry: StoryPost): string => `${entry.post.platform}/${entry.post.id}`;

/** The same posts under two judgements, side by side. */
export function rowsOf(before: Story, after: Story, poster: Poster): FlipRow[] {
  const later = new Map(postsOf(after).map((entry) => [keyOf(entry), entry.decision.applied.rung]));
  const told = new Set(before.messages.flatMap((message) => Object.values(message.posts).map(keyOf)));
  return postsOf(before).map((entry) => ({
    key: keyOf(entry),
    platform: entry.post.platform,
    platformTitle: platformTitle(before, entry.post.platform),
    text: entry.post.text,
    handle: cardOf(entry, told.has(keyOf(entry)) ? poster : 'head of state').author.handle,
    before: entry.decision.applied.rung,
    after: later.get(keyOf(entry)) ?? entry.decision.applied.rung,
  }));
}

export const policyTitle = (story: Story, id: string): string =>
  story.policies.find((policy) => policy.id === id)?.title ?? id;
export const platformTitle = (story: Story, id: string): string =>
  story.platforms.find((platform) => platform.id === id)?.title ?? id;
