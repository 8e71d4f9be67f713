/** The page: four scenes one below the other, one poster for all of them, and a drawer for any decision. */
import { lazy, Suspense, useRef, useState } from 'react';
import { EXAMPLES } from './actions/examples.ts';
import { Footer } from './components/Footer.tsx';
import { Header } from './components/Header.tsx';
import { NoStory } from './components/NoStory.tsx';
import { useDrawer } from './hooks/use-drawer.ts';
import { useStory } from './hooks/use-story.ts';
import { useTheme } from './hooks/use-theme.ts';
import { EvennessScene } from './scenes/EvennessScene.tsx';
import { MessagesScene } from './scenes/MessagesScene.tsx';
import { RulesScene } from './scenes/RulesScene.tsx';
import { TryScene } from './scenes/TryScene.tsx';
import { posterIn } from './words/places.ts';
import type { Poster } from './words/poster.ts';

const DecisionDrawer = lazy(async () => ({ default: (await import('./scenes/DecisionDrawer.tsx')).DecisionDrawer }));

/** What a link, or the page before a reload, had open. */
const arrivedAt = new URLSearchParams(location.hash.slice(1));

export function App() {
  const { theme, toggle } = useTheme();
  const [poster, setPoster] = useState<Poster>(() => posterIn(arrivedAt));
  const [text, setText] = useState(() => arrivedAt.get('text') ?? EXAMPLES[0]!.text);
  const box = useRef<HTMLTextAreaElement>(null);
  const story = useStory(poster);
  const { isOpen, subject, error, open, close } = useDrawer();

  const quote = (quoted: string) => {
    setText(`“${quoted}”\n\n`);
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'center' });
  };

  return (
    <>
      <Header theme={theme} onToggleTheme={toggle} isDemo={!story.error} />
      <main className="pb-24">
        {story.data ? (
          <>
            <MessagesScene story={story.data} poster={poster} onPoster={setPoster} onOpen={open} onQuote={quote} />
            <TryScene
              story={story.data}
              poster={poster}
              onPoster={setPoster}
              text={text}
              onText={setText}
              box={box}
              onOpen={open}
            />
            <RulesScene story={story.data} poster={poster} />
            <EvennessScene story={story.data} onOpen={open} />
          </>
        ) : (
          <NoStory error={story.error} onAgain={() => story.refetch()} />
        )}
      </main>
      {story.data && <Footer />}
      <Suspense>
        {isOpen && story.data && <DecisionDrawer subject={subject} error={error} story={story.data} onClose={close} />}
      </Suspense>
    </>
  );
}
