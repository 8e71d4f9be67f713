/** A platform's small sign: a beak for Chirp, three courses of brick for Facewall, a dot for any other. */
const SIGNS: Readonly<Record<string, string>> = {
  chirp: 'M3 9.5a5.5 5.5 0 0 1 10.6-2L17 9l-3.4 1.5A5.5 5.5 0 0 1 3 11.5z M8.4 8.1h.01',
  facewall: 'M2.5 4.5h15v11h-15z M2.5 8.2h15 M2.5 11.9h15 M10 4.5v3.7 M6 8.2v3.7 M14 8.2v3.7 M10 11.9v3.6',
};

export function PlatformMark({ platform }: { platform: string }) {
  return (
    <svg viewBox="0 0 20 20" className="size-5 shrink-0" aria-hidden="true">
      <path
        d={SIGNS[platform] ?? 'M10 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8z'}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
