/** Two things on one beam, which tilts to the one that weighs more. Decoration: what it says is said in words too. */
import type { CSSProperties, ReactNode } from 'react';

const DEGREES_PER_STEP = 1.15;

type Props = {
  readonly left: ReactNode;
  readonly right: ReactNode;
  /** Weights from 0 to 3. */
  readonly weights: readonly [number, number];
};

export function Scale({ left, right, weights }: Props) {
  const style = { '--tilt': `${(weights[1] - weights[0]) * DEGREES_PER_STEP}deg` } as CSSProperties;
  return (
    <div className="scale">
      <div className="scale-body" style={style}>
        <div className="scale-post">{left}</div>
        <div className="scale-beam" aria-hidden="true">
          <span className="scale-pivot" />
        </div>
        <div className="scale-post">{right}</div>
      </div>
    </div>
  );
}
