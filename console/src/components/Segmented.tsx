/** One of a few choices, side by side: a radio group, moved through with the arrow keys. */
import { RadioGroup } from 'radix-ui';

type Props<T extends string> = {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly name: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
};

export function Segmented<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className="font-serif text-soft italic" aria-hidden="true">
        {label}
      </span>
      <RadioGroup.Root
        aria-label={label}
        value={value}
        onValueChange={(next) => onChange(next as T)}
        className="inline-flex rounded-full border border-ink bg-sheet p-0.5"
      >
        {options.map((option) => (
          <RadioGroup.Item
            key={option.id}
            value={option.id}
            aria-label={option.name}
            className="min-h-9 rounded-full px-3.5 text-sm font-semibold motion-safe:transition-colors hover:bg-sunk data-[state=checked]:bg-ink data-[state=checked]:text-paper"
          >
            {option.name}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
