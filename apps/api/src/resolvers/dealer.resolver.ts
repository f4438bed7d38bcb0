import { Inject } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { dealerScorecards, type DealerScorecardsAnswer } from '#application/dealer-scorecards';
import { whomToAsk, type CandidateView } from '#application/whom-to-ask';
import { systemClock } from '#adapters/node-clock';
import { deskOf } from '../doors/desk.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { checkIdentifier } from '../doors/validation.js';
import { DealerScorecardsType } from '../graphql/dealer-scorecard.types.js';
import { WhomToAskInput, WhomToAskResult, type PanelCandidateType } from '../graphql/whom-to-ask.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** A look at a whole history counts as so many rows. */
const HISTORY_ROWS = 50;

@Resolver()
export class DealerResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'quant', 'specialist')
  @Query(() => DealerScorecardsType, {
    description:
      "What this desk's own requests say of the dealers it asked, at equal difficulty, with intervals and counts.",
  })
  async dealerScorecards(
    @Args('instrumentId', { type: () => ID, nullable: true, description: 'Absent: of all instruments.' })
    instrumentId: string | null | undefined,
    @Context() context: RequestContext,
  ): Promise<DealerScorecardsAnswer> {
    if (typeof instrumentId === 'string') checkIdentifier('instrumentId', instrumentId, 64);
    askForRows(context, HISTORY_ROWS);
    return dealerScorecards(this.knowledge, context.holder.deskId, instrumentId ?? undefined);
  }

  @AllowRoles('trader', 'quant', 'specialist')
  @Query(() => WhomToAskResult, {
    description: 'Whom to ask for a quote, how many and how, so that price, risk and leakage together cost least.',
  })
  async whomToAsk(@Args('input') input: WhomToAskInput, @Context() context: RequestContext): Promise<object> {
    askForRows(context, HISTORY_ROWS);
    const { market, model } = this.ports;
    const desk = await deskOf(this.ports, context);
    const answer = await whomToAsk({ ...this.knowledge, market, model }, desk, input);
    return answer.ok ? { ...answer.value, candidates: answer.value.candidates.map(candidateView) } : answer.error;
  }

  private get knowledge() {
    return { deskHistories: this.ports.deskHistories, clock: systemClock };
  }
}

const candidateView = ({ costBps, ...candidate }: CandidateView): PanelCandidateType => ({
  ...candidate,
  costMeanBps: costBps.mean,
  costSdBps: costBps.sd,
});
