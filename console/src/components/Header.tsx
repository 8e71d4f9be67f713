/** The head of the page: name, the demo's banner, the ways down the page, light or dark. */
import { toggleTheme } from '../actions/toggle-theme.ts';
import { DemoBanner } from './DemoBanner.tsx';
import { Icon } from './Icon.tsx';

const PLACES = [
  { href: '#messages', name: 'Messages' },
  { href: '#try', name: 'Write' },
  { href: '#rules', name: 'Rules' },
  { href: '#evenness', name: 'Evenness' },
];

type Props = { readonly theme: 'light' | 'dark'; readonly onToggleTheme: () => void; readonly isDemo: boolean };

export function Header({ theme, onToggleTheme, isDemo }: Props) {
  const toggle = toggleTheme(theme);
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-paper/95 backdrop-blur-sm">
      <a
        href="#messages"
        className="sr-only bg-ink px-3 py-2 text-paper focus:not-sr-only focus:absolute focus:top-2 focus:left-4 focus:z-20"
      >
        Skip to the messages
      </a>
      <div className="mx-auto flex max-w-7xl items-center gap-x-5 px-4 py-2.5 max-sm:flex-wrap max-sm:pb-0.5 sm:px-8">
        <span className="flex items-center gap-2.5 font-serif text-xl font-semibold tracking-tight">
          <svg viewBox="0 0 20 14" className="h-3.5 w-5" aria-hidden="true">
            <rect width="20" height="4.500" rx="1" fill="currentColor" />
            <rect y="9.500" width="20" height="4.500" rx="1" fill="var(--rubric)" />
          </svg>
          Evenhand
        </span>
        {isDemo && <DemoBanner />}
        {isDemo && (
          <nav aria-label="On this page" className="max-sm:order-last max-sm:w-full sm:ml-auto">
            <ul className="flex text-sm max-sm:-mx-1 max-sm:justify-between sm:gap-5">
              {PLACES.map((place) => (
                <li key={place.href}>
                  <a
                    href={place.href}
                    className="underline-offset-4 hover:underline max-sm:inline-flex max-sm:min-h-8 max-sm:items-center max-sm:px-1"
                  >
                    {place.name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <button
          type="button"
          onClick={onToggleTheme}
          aria-label={toggle.name}
          title={toggle.name}
          className="ml-auto grid size-9 place-items-center rounded-full hover:bg-sheet sm:ml-0"
        >
          <Icon name={toggle.icon} className="size-5" />
        </button>
      </div>
    </header>
  );
}
