import { Inject } from '@nestjs/common';
import { Args, Context, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type PnlDimension } from '#domain/quoting';
import {
  attributeDealerPnl,
  estimatePricingEffect,
  recordTradeFollowUp,
  type OutcomeRange,
} from '#application/quoting-desk';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { invalidInput } from '../doors/validation.js';
import { DealerPnlType, TradeFollowUpInput, TradeFollowUpResult } from '../graphql/dealer-pnl.types.js';
import { PnlDimensionEnum } from '../graphql/enums.js';
import { PricingEffectResult } from '../graphql/pricing-effect.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

const OUTCOMES_MAX = 50_000;

const AFTER = { type: () => Int, defaultValue: 0, description: 'An ordinal; counted is what was recorded later.' };
const FIRST = {
  type: () => Int,
  defaultValue: OUTCOMES_MAX,
  description: `Outcomes looked at, oldest first: 1 to ${OUTCOMES_MAX}.`,
};

/** What the recorded outcomes of a dealer's quotes say: what trades have earned, and what a price causes. */
@Resolver()
export class DealerPnlResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer')
  @Mutation(() => TradeFollowUpResult, {
    description: 'Adds to a trade what became of it: for the markouts of the client and the P&L of the desk.',
  })
  async recordTradeFollowUp(
    @Args('input') { hedges = [], ownImpactBps = 0, laterMids = [], ...input }: TradeFollowUpInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const followUp = { ...input, hedges, ownImpactBps, laterMids };
    const answer = await recordTradeFollowUp(this.ports.outcomes, holder.deskId, followUp);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => DealerPnlType, {
    description: "The P&L of this desk's recorded trades: spread earned, adverse selection, hedge cost, inventory.",
  })
  async dealerPnl(
    @Args('by', { type: () => PnlDimensionEnum }) by: PnlDimension,
    @Args('after', AFTER) after: number,
    @Args('first', FIRST) first: number,
    @Context() { holder }: RequestContext,
  ): Promise<DealerPnlType> {
    return attributeDealerPnl(this.ports.outcomes, holder.deskId, by, outcomeRange(after, first));
  }

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => PricingEffectResult, {
    description: 'What a price causes, from the quotes that exploration moved at random and their recorded outcomes.',
  })
  async pricingEffect(
    @Args('after', AFTER) after: number,
    @Args('first', FIRST) first: number,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const effect = await estimatePricingEffect(this.ports.outcomes, holder.deskId, outcomeRange(after, first));
    return effect.ok ? effect.value : effect.error;
  }
}

const outcomeRange = (after: number, first: number): OutcomeRange => {
  if (after < 0) throw invalidInput([{ field: 'after', allowed: 'from 0' }]);
  if (first < 1 || first > OUTCOMES_MAX) {
    throw invalidInput([{ field: 'first', allowed: `from 1 to ${OUTCOMES_MAX}` }]);
  }
  return { after, first };
};
