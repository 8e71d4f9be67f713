/** The evenness table: per policy and platform, office-holders beside everybody else. Every number opens its posts. */
import { useQuery } from '@tanstack/react-query';
import type { Story } from '../../../src/schema/demo.ts';
import { api } from '../api.ts';
import { MiniScale } from '../components/MiniScale.tsx';
import { PlatformMark } from '../components/PlatformMark.tsx';
import { SceneHead } from '../components/SceneHead.tsx';
import { isCounted, TallyCells } from '../components/TallyCells.tsx';
import { close, open, useAddress } from '../hooks/use-address.ts';
import type { OpenDecision } from '../hooks/use-drawer.ts';
import { type EvennessRow, rowsOf, type Tally } from '../words/evenness.ts';
import { CELL_NAMES, type CellPlace, cellIn, valuesOfCell } from '../words/places.ts';
import { platformTitle, policyTitle } from '../words/story.ts';
import { type CellOfTable, CellPosts } from './CellPosts.tsx';

type Props = { readonly story: Story; readonly onOpen: OpenDecision };

const COLUMN = 'border-b border-ink px-0 py-1.5 text-right text-[0.6875rem] font-normal text-soft sm:px-2 sm:text-sm';
const GROUP = 'px-0 pt-3 text-right font-serif text-base font-normal italic sm:px-2 sm:text-lg';
const COUNTED = ['found', 'acted', 'departed'];

/** How many got what the policy gives. */
const share = (tally: Tally): number => (tally.found === 0 ? 0 : 1 - tally.departed / tally.found);
const percent = (tally: Tally): string => (tally.found === 0 ? 'none found' : `${Math.round(share(tally) * 100)} %`);

function Balance({ row }: { row: EvennessRow }) {
  if (row.officeHolders.found === 0 || row.others.found === 0) return null;
  const label = `Got what the policy gives: office-holders ${percent(row.officeHolders)}, everybody else ${percent(row.others)}`;
  return <MiniScale left={share(row.officeHolders)} right={share(row.others)} label={label} />;
}

const tallyOf = (row: EvennessRow, whose: CellPlace['whose']): Tally =>
  whose === 'office-holders' ? row.officeHolders : row.others;

const whoseWords = (story: Story, row: EvennessRow, whose: CellPlace['whose']): string =>
  `${policyTitle(story, row.policy)}, ${platformTitle(story, row.platform)}, ${whose.replace('-else', ' else')}`;

/** The number that the address names; null: none, or none that this table has. */
function cellOf(story: Story, rows: readonly EvennessRow[], place: CellPlace | null): CellOfTable | null {
  const row = rows.find((one) => one.policy === place?.policy && one.platform === place.platform);
  if (!row || !place || !isCounted(place.count)) return null;
  const { items } = tallyOf(row, place.whose);
  const isObserved = story.platforms.some(({ id, mode }) => id === row.platform && mode === 'observed');
  return { whose: whoseWords(story, row, place.whose), counted: place.count, policy: row.policy, isObserved, items };
}

export function EvennessScene({ story, onOpen }: Props) {
  const table = useQuery({ queryKey: ['evenness', story.evenness], queryFn: () => api.evenness(story.evenness) });
  const rows = table.data ? rowsOf(table.data) : [];
  const policies = [...Map.groupBy(rows, (row) => row.policy)];
  const cell = cellOf(story, rows, cellIn(useAddress()));

  const cells = (row: EvennessRow, whose: CellPlace['whose']) => (
    <TallyCells
      tally={tallyOf(row, whose)}
      whose={whoseWords(story, row, whose)}
      onOpen={(count) => open(valuesOfCell({ count, policy: row.policy, platform: row.platform, whose }))}
    />
  );

  return (
    <section id="evenness" aria-labelledby="evenness-title" className="mx-auto max-w-7xl px-4 sm:px-8">
      <SceneHead id="evenness-title" title="Is it even?">
        Per policy: how often it was broken, how often something was done, and how often that departed from what the
        policy gives. Every number opens its posts.
      </SceneHead>
      {table.error && <p className="text-rubric">{table.error.message}</p>}
      <table className="w-full border-separate border-spacing-0 max-sm:table-fixed">
        <colgroup>
          <col className="max-sm:w-9" />
          <col span={2} className="max-sm:w-[12%]" />
          <col />
          <col className="max-sm:w-8" />
          <col span={2} className="max-sm:w-[12%]" />
          <col />
        </colgroup>
        <caption className="sr-only">Posts found, acted on and departed from, per policy and platform</caption>
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={3} className={GROUP}>
              office-holders
            </th>
            <td />
            <th scope="colgroup" colSpan={3} className={GROUP}>
              everybody else
            </th>
          </tr>
          <tr>
            <th scope="col" className={`${COLUMN} text-left!`}>
              <span className="max-sm:sr-only">policy and platform</span>
            </th>
            {COUNTED.map((name) => (
              <th key={name} scope="col" className={COLUMN}>
                {name}
              </th>
            ))}
            <td className="border-b border-ink" />
            {COUNTED.map((name) => (
              <th key={name} scope="col" className={COLUMN}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {policies.map(([policy, rows]) => (
          <tbody key={policy}>
            <tr>
              <th scope="rowgroup" colSpan={8} className="pt-4 pb-1 text-left font-serif text-lg font-normal">
                {policyTitle(story, policy)}
              </th>
            </tr>
            {rows.map((row) => (
              <tr key={row.platform} className="bg-sheet">
                <th
                  scope="row"
                  data-platform={row.platform}
                  className="border-b border-line p-2 text-left align-top font-semibold"
                >
                  <span className="flex items-center gap-1.5 text-(--platform)">
                    <PlatformMark platform={row.platform} />
                    <span className="max-sm:sr-only">{platformTitle(story, row.platform)}</span>
                  </span>
                </th>
                {cells(row, 'office-holders')}
                <td className="border-b border-line px-1 py-2.5 text-center align-top sm:px-6">
                  <span className="inline-block">
                    <Balance row={row} />
                  </span>
                </td>
                {cells(row, 'everybody-else')}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {table.data && policies.length === 0 && <p className="mt-3 text-soft">No post has broken a policy yet.</p>}
      {cell && <CellPosts cell={cell} onOpen={onOpen} onClose={() => close(CELL_NAMES)} />}
    </section>
  );
}
