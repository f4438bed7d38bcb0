import { Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { COMPUTED } from '../graphql/plain-properties.js';
import { SCORE_TERM_BASIS, SCORE_TERMS, type ScoreTerms } from '#domain/scoring';
import { RankedQuoteType, ScoreTermType } from '../graphql/evaluate-quotes.types.js';

/** Decisions of rule 1 keep terms by name; a client gets them as a list in the order in which they are added. */
@Resolver(() => RankedQuoteType)
export class RankedQuoteResolver {
  @Extensions(COMPUTED)
  @ResolveField(() => [ScoreTermType], { description: 'They sum to allInCostBps.' })
  terms(@Parent() { terms }: RankedQuoteType): ScoreTermType[] {
    if (isByName(terms)) return SCORE_TERMS.map((name) => ({ name, bps: terms[name], basis: SCORE_TERM_BASIS[name] }));
    return [...terms];
  }
}

const isByName = (terms: RankedQuoteType['terms']): terms is ScoreTerms => !Array.isArray(terms);
