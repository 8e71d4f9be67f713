/** The end of the page: where the same is to be had without it. */
const WAYS = [
  { href: '/policies', name: 'The policies in force' },
  { href: '/openapi.json', name: 'The API, for machines' },
  { href: '/errors/README', name: 'What can go wrong' },
];

export function Footer() {
  return (
    <footer className="mx-auto max-w-7xl px-4 pb-10 text-sm text-soft sm:px-8">
      <div className="flex flex-wrap justify-between gap-x-10 gap-y-2 border-t border-line pt-4">
        <p>Whatever this page shows and does is asked of the API that everybody can use.</p>
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {WAYS.map(({ href, name }) => (
            <li key={href}>
              <a href={href} className="underline decoration-line underline-offset-4 hover:text-ink">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}
