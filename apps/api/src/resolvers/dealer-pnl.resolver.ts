import { Inject } from '@nestjs/common';
import { Args, Context, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type PnlDimension } from '#domain/quoting';
import { attributeDealerPnl, recordTradeFollowUp } from '#application/quoting-desk';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { invalidInput } from '../doors/validation.js';
import { DealerPnlType, TradeFollowUpInput, TradeFollowUpResult } from '../graphql/dealer-pnl.types.js';
import { PnlDimensionEnum } from '../graphql/enums.js';
import { PORTS, type ApiPorts } from '../ports.js';

const OUTCOMES_MAX = 50_000;

/** What a dealer's trades have earned. */
@Resolver()
export class DealerPnlResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer')
  @Mutation(() => TradeFollowUpResult, {
    description: 'Adds to a trade what became of it: for the markouts of the client and the P&L of the desk.',
  })
  async recordTradeFollowUp(
    @Args('input') { hedges = [], ownImpactBps = 0, ...input }: TradeFollowUpInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const followUp = { ...input, hedges, ownImpactBps };
    const answer = await recordTradeFollowUp(this.ports.outcomes, holder.deskId, followUp);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => DealerPnlType, {
    description: "The P&L of this desk's recorded trades: spread earned, adverse selection, hedge cost, inventory.",
  })
  async dealerPnl(
    @Args('by', { type: () => PnlDimensionEnum }) by: PnlDimension,
    @Args('after', { type: () => Int, defaultValue: 0, description: 'An ordinal; counted is what was recorded later.' })
    after: number,
    @Args('first', {
      type: () => Int,
      defaultValue: OUTCOMES_MAX,
      description: `Outcomes looked at, oldest first: 1 to ${OUTCOMES_MAX}.`,
    })
    first: number,
    @Context() { holder }: RequestContext,
  ): Promise<DealerPnlType> {
    if (after < 0) throw invalidInput([{ field: 'after', allowed: 'from 0' }]);
    if (first < 1 || first > OUTCOMES_MAX) {
      throw invalidInput([{ field: 'first', allowed: `from 1 to ${OUTCOMES_MAX}` }]);
    }
    return attributeDealerPnl(this.ports.outcomes, holder.deskId, by, { after, first });
  }
}
