/** The answer that every route may give: a problem. */
import { WireProblem } from '../../schema/problem.ts';

export const problems = {
  default: {
    description: 'A problem; `code` has a page under /errors/',
    content: { 'application/problem+json': { schema: WireProblem } },
  },
};
