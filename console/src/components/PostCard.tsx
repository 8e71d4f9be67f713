/** A post as a reader of its platform sees it. */
import type { Author } from '../../../src/schema/post.ts';
import type { WirePresentation } from '../../../src/schema/presentation.ts';
import { shortDay } from '../words/times.ts';
import { Icon } from './Icon.tsx';
import { type NamedPolicy, NoticeGate } from './NoticeGate.tsx';
import { PlatformMark } from './PlatformMark.tsx';
import { PostActions } from './PostActions.tsx';

export type CardPost = {
  readonly platform: string;
  readonly text: string;
  readonly createdAt: string | null;
  readonly author: { readonly name: string; readonly handle: Author['handle']; readonly office?: string | null };
};

type Props = {
  readonly post: CardPost;
  readonly presentation: WirePresentation;
  /** The policies that a notice stands for. */
  readonly policies: readonly NamedPolicy[];
  readonly onQuote?: (() => void) | undefined;
};

const GONE = {
  removed: 'This post was removed because it breaks a policy of the platform.',
  withheld: 'This post is not shown.',
  deleted: 'Its author deleted this post.',
} as const;

function Labels({ labels }: { labels: WirePresentation['labels'] }) {
  return labels.map((label) => (
    <p key={`${label.policy} ${label.text}`} lang={label.lang} dir={label.dir} className="mt-2 text-sm font-semibold">
      {label.href ? (
        <a
          href={label.href}
          className="inline-flex items-center gap-1.5 text-(--platform) underline decoration-1 underline-offset-4 hover:decoration-2"
        >
          <Icon name="info" className="size-5" />
          {label.text}
        </a>
      ) : (
        <span className="inline-flex items-center gap-1.5 text-(--platform)">
          <Icon name="info" className="size-5" />
          {label.text}
        </span>
      )}
    </p>
  ));
}

function Byline({ post }: { post: CardPost }) {
  return (
    <div className="flex items-center gap-2.5">
      <span
        aria-hidden="true"
        className="grid size-8 shrink-0 place-items-center rounded-[calc(var(--platform-corner)*1.2)] bg-(--platform-wash) font-semibold text-(--platform)"
      >
        {post.author.name.slice(0, 1)}
      </span>
      <p className="min-w-0 leading-tight">
        <span className="font-semibold">{post.author.name}</span>
        <span className="block truncate text-sm text-soft">
          {post.author.handle}
          {post.author.office && `, ${post.author.office}`}
          {post.createdAt && <time dateTime={post.createdAt}>{` · ${shortDay(post.createdAt)}`}</time>}
        </span>
      </p>
      <span className="ml-auto self-start text-(--platform)">
        <PlatformMark platform={post.platform} />
      </span>
    </div>
  );
}

export function PostCard({ post, presentation, policies, onQuote }: Props) {
  const { visibility } = presentation;
  const isGone = visibility === 'removed' || visibility === 'withheld' || visibility === 'deleted';
  const text = (
    <p dir="auto" className="mt-2 leading-snug wrap-anywhere whitespace-pre-wrap">
      {post.text}
    </p>
  );
  return (
    <article
      data-platform={post.platform}
      className="rounded-(--platform-corner) flex min-h-44 flex-col border border-line bg-sheet p-3.5 shadow-[0_1px_2px_rgb(0_0_0/0.05)]"
    >
      {isGone ? (
        <p className="my-auto flex items-center gap-3 text-soft">
          <Icon name="gone" className="size-6" />
          {GONE[visibility]}
        </p>
      ) : (
        <>
          <Byline post={post} />
          {presentation.notice ? (
            <NoticeGate notice={presentation.notice} policies={policies}>
              {text}
            </NoticeGate>
          ) : (
            text
          )}
          <Labels labels={presentation.labels} />
          <PostActions interactions={presentation.interactions} onQuote={onQuote} />
        </>
      )}
    </article>
  );
}
