import { Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { COMPUTED } from '../graphql/plain-properties.js';
import { SCORE_TERM_BASIS, SCORE_TERMS } from '#domain/scoring';
import { RankedQuoteType, ScoreTermType } from '../graphql/evaluate-quotes.types.js';

/** The record keeps terms by name; a client gets them as a list in the order in which they are added. */
@Resolver(() => RankedQuoteType)
export class RankedQuoteResolver {
  @Extensions(COMPUTED)
  @ResolveField(() => [ScoreTermType], { description: 'They sum to allInCostBps.' })
  terms(@Parent() { terms }: RankedQuoteType): ScoreTermType[] {
    return SCORE_TERMS.map((name) => ({ name, bps: terms[name], basis: SCORE_TERM_BASIS[name] }));
  }
}
