/** The head of a scene further down the page. */
import type { ReactNode } from 'react';

type Props = { readonly id: string; readonly title: string; readonly children: ReactNode };

export function SceneHead({ id, title, children }: Props) {
  return (
    <div className="mt-20 mb-6 border-t border-ink pt-4">
      <h2 id={id} className="font-serif text-2xl leading-tight tracking-tight sm:text-3xl">
        {title}
      </h2>
      <p className="mt-1 max-w-2xl text-soft">{children}</p>
    </div>
  );
}
