/** The name of one kind of departure or divergence, with its meaning for whoever asks. */
type Props = { readonly name: string; readonly meaning: string };

export function KindTag({ name, meaning }: Props) {
  return (
    <span
      title={meaning}
      className="mr-1 inline-block rounded-sm bg-rubric-wash px-1.5 font-sans text-[0.8125rem] leading-6 font-semibold whitespace-nowrap text-rubric"
    >
      {name}
    </span>
  );
}
