/** The heads of the two columns: which platform, and whether it is ours to enforce. */
import type { Story } from '../../../src/schema/demo.ts';
import { PlatformMark } from './PlatformMark.tsx';

const MODES = {
  enforced: 'ours to enforce',
  advised: 'we decide, it reports what it did',
  observed: 'somebody else’s; observed',
} as const;

export function PlatformHeads({ platforms }: { platforms: Story['platforms'] }) {
  return (
    <div className="grid grid-cols-2 gap-4 sm:gap-12">
      {platforms.map((platform) => (
        <p
          key={platform.id}
          data-platform={platform.id}
          className="flex items-center gap-2 border-b-2 border-(--platform) pb-1.5 text-(--platform)"
        >
          <PlatformMark platform={platform.id} />
          <span className="font-semibold">{platform.title}</span>
          <span className="hidden text-sm text-soft sm:inline">{MODES[platform.mode]}</span>
        </p>
      ))}
    </div>
  );
}
