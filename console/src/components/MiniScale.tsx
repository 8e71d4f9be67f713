/** A scale as small as a letter, beside numbers: it tilts to the side that is acted on more. */
type Props = {
  /** From 0 to 1. */
  readonly left: number;
  readonly right: number;
  readonly label: string;
};

export function MiniScale({ left, right, label }: Props) {
  const drop = (left - right) * 4;
  return (
    <svg viewBox="0 0 28 16" className="h-4 w-7" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={`M3 ${7 + drop}L25 ${7 - drop}`} stroke="var(--ink)" strokeWidth="1.75" strokeLinecap="round" />
      <path d={`M3 ${7 + drop}v4M25 ${7 - drop}v4`} stroke="var(--ink)" strokeWidth="1" />
      <circle cx="14" cy="7" r="2.25" fill="var(--sheet)" stroke="var(--ink)" strokeWidth="1.5" />
    </svg>
  );
}
