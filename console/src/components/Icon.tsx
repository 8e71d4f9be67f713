/** Small line drawings, all on one grid, all for the eye only: the words beside them carry the meaning. */
const PATHS = {
  like: 'M10 16.5S3.5 12.8 3.5 8a3.5 3.5 0 0 1 6.5-1.8A3.5 3.5 0 0 1 16.5 8c0 4.8-6.5 8.5-6.5 8.5z',
  reply:
    'M16.5 9.5c0 3.3-2.9 5.5-6.5 5.5l-3.7 2 .6-2.8c-2-1-3.4-2.6-3.4-4.7C3.500 6.200 6.400 4 10 4s6.500 2.200 6.500 5.500z',
  repost: 'M4 8V6.500h9.500L11 4 M16 12v1.500H6.500L9 16',
  share: 'M10 12V3.500 M6.800 6.500 10 3.500l3.200 3 M4.500 10.500v5.500h11v-5.500',
  quote:
    'M8.500 5.500C6 6.200 4.500 8 4.500 11v3.500H9V10H6.800 M16 5.500c-2.500.700-4 2.500-4 5.500v3.500h4.500V10h-2.200',
  info: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z M10 9v4.500 M10 6.500h.01',
  hidden:
    'M3 3l14 14 M8.200 8.200a2.600 2.600 0 0 0 3.600 3.600 M6 5.800C3.800 7.200 2.500 10 2.500 10s2.700 5 7.500 5c1.400 0 2.700-.400 3.800-1 M9 5.100a7 7 0 0 1 1-.100c4.800 0 7.500 5 7.500 5s-.600 1.100-1.700 2.300',
  gone: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z M5.200 5.200l9.600 9.600',
  arrow: 'M4 10h12 M11.500 5.500 16 10l-4.500 4.500',
  close: 'M5 5l10 10 M15 5 5 15',
  sun: 'M10 6.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7z M10 2v1.800 M10 16.200V18 M2 10h1.800 M16.200 10H18 M4.300 4.300l1.300 1.300 M14.400 14.400l1.300 1.300 M4.300 15.700l1.300-1.300 M14.400 5.600l1.300-1.300',
  moon: 'M16 12.200A6.800 6.800 0 0 1 7.800 4a6.800 6.800 0 1 0 8.200 8.200z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = 'size-4' }: { name: IconName; className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={`${className} shrink-0`} aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
