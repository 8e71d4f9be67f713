/** The answer to a post that we have already: the decision made then, and what readers are shown now. */
import type { UnknownRule } from '../evaluate/finding.ts';
import { type Prepared, readFacts } from '../facts/read-facts.ts';
import type { KnownRevision } from '../facts/world.ts';
import type { PostAnswer } from '../publish/views.ts';
import { decisionView, namingOf, plainView, presentationOf } from './answers.ts';
import type { Journey, Traveller } from './journey.ts';

export function viewOfRevision(
  journey: Journey,
  traveller: Traveller,
  about: { readonly revision: KnownRevision; readonly outOfOrder: boolean; readonly prepared: Prepared },
): PostAnswer {
  const { post } = traveller;
  const { revision } = about;
  const first = post.history.find(
    ({ decision }) => decision.subject.kind === 'post' && decision.subject.revision === revision.revision,
  );
  const policies = journey.engine.ground(post.platform)?.inForce ?? [];
  const naming = namingOf(traveller);
  return {
    replayed: true,
    outOfOrder: about.outOfOrder,
    revision: revision.revision,
    decision:
      first === undefined
        ? plainView(traveller, { revision, policies, unknown: unknownThen(journey, traveller, about) })
        : decisionView(first, { naming, history: post.history, statuses: journey.world.statuses }),
    presentation: presentationOf(traveller, { now: journey.now }),
    consequences: [],
  };
}

/** A plain post keeps no list of the rules without an answer, so they are asked again while its set is in force. */
function unknownThen(
  { world, engine }: Journey,
  { account }: Traveller,
  { revision, prepared }: { readonly revision: KnownRevision; readonly prepared: Prepared },
): readonly UnknownRule[] {
  if (revision.setHash !== engine.set.hash || revision.contentKey !== prepared.contentKey) return [];
  return engine.evaluate(readFacts(world, engine, { prepared, account, now: revision.receivedAt })).unknown;
}
