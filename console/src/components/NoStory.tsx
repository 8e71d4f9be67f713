/** In place of the story: while it is read, and where this server has none. */
import { Refusal } from '../api.ts';

type Props = { readonly error: Error | null; readonly onAgain: () => void };

function wordsFor(error: Error | null): { readonly heading: string; readonly text: string } {
  const problem = error instanceof Refusal ? error.problem : null;
  if (problem?.code === 'NOT_IN_DEMO')
    return {
      heading: 'This workspace is yours',
      text: 'It judges every post that is sent to it; the record fills as they come.',
    };
  if (problem?.status === 401)
    return { heading: 'Sign in first', text: 'Use the link that the server wrote when it was started.' };
  return { heading: 'The demo cannot be shown', text: error?.message ?? '' };
}

export function NoStory({ error, onAgain }: Props) {
  const { heading, text } = wordsFor(error);
  return (
    <div role="status" className="mx-auto max-w-7xl px-4 pt-16 sm:px-8">
      {error === null ? (
        <p className="font-serif text-xl text-soft italic">Reading the record…</p>
      ) : (
        <>
          <h1 className="font-serif text-3xl leading-tight">{heading}</h1>
          <p className="mt-2 max-w-2xl">{text}</p>
          <p className="mt-4 flex flex-wrap gap-x-6 gap-y-2">
            <button type="button" onClick={onAgain} className="underline underline-offset-4">
              Try again
            </button>
            <a href="/policies" className="underline underline-offset-4">
              Read the policies in force
            </a>
            <a href="/openapi.json" className="underline underline-offset-4">
              See what can be asked of this server
            </a>
          </p>
        </>
      )}
    </div>
  );
}
