/** The page in front of a hidden post: its words name the policy, which is a click away, as is the post. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { WirePresentation } from '../../../src/schema/presentation.ts';
import { Icon } from './Icon.tsx';

export type NamedPolicy = { readonly id: string; readonly title: string };

type Props = {
  readonly notice: NonNullable<WirePresentation['notice']>;
  /** What the post breaks. */
  readonly policies: readonly NamedPolicy[];
  readonly children: ReactNode;
};

export function NoticeGate({ notice, policies, children }: Props) {
  const [open, setOpen] = useState(false);
  const wasOpened = useRef(false);
  const content = useRef<HTMLElement>(null);
  const id = useId();

  useEffect(() => {
    if (open) content.current?.focus({ preventScroll: true });
    if (open) wasOpened.current = true;
  }, [open]);

  return (
    <div>
      <div className="mt-3 rounded-xl bg-(--platform-wash) p-3 text-sm leading-snug">
        <p lang={notice.lang} dir={notice.dir}>
          {notice.text}
        </p>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1">
          <Icon name="hidden" className="size-5" />
          <ul className="flex flex-wrap gap-x-4">
            {policies.map(({ id: policy, title }) => (
              <li key={policy}>
                <a href={`/policies/${encodeURIComponent(policy)}`} className="underline underline-offset-4">
                  {policies.length === 1 ? 'Read the policy' : title}
                </a>
              </li>
            ))}
          </ul>
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="ml-auto min-h-8 shrink-0 rounded-full border border-current px-3 font-semibold text-(--platform) hover:bg-sheet"
          >
            {open ? 'Hide' : 'View'}
            <span className="sr-only"> the post</span>
          </button>
        </div>
      </div>
      <section id={id} ref={content} tabIndex={-1} aria-label="The hidden post" hidden={!open} className="mt-3">
        {children}
      </section>
      <p role="status" className="sr-only">
        {open ? 'The post is shown.' : wasOpened.current ? 'The post is hidden again.' : ''}
      </p>
    </div>
  );
}
