import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { type Failure, type Result } from '#domain/core';
import {
  declineQuoteRequest,
  openQuoteRequest,
  recordOutcome,
  respond,
  submitQuote,
  withdrawQuote,
  type OpeningPorts,
} from '#application/command-quote-request';
import { QuoteRequests, type QuoteRequestVersion } from '#application/quote-requests';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import {
  DeclineQuoteRequestInput,
  OpenQuoteRequestInput,
  RecordOutcomeInput,
  RespondInput,
  SubmitQuoteInput,
  WithdrawQuoteInput,
} from '../graphql/quote-request-input.types.js';
import {
  DeclineQuoteRequestResult,
  OpenQuoteRequestResult,
  RecordOutcomeResult,
  RespondResult,
  SubmitQuoteResult,
  WithdrawQuoteResult,
} from '../graphql/quote-request.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { quoteRequestView } from './quote-request-view.js';

@Resolver()
export class QuoteRequestCommandsResolver {
  private readonly commands: OpeningPorts;

  constructor(@Inject(PORTS) { market, identifiers, model }: ApiPorts, @Inject(QuoteRequests) requests: QuoteRequests) {
    this.commands = { market, identifiers, model, requests };
  }

  @AllowRoles('trader')
  @Mutation(() => OpenQuoteRequestResult, { description: 'Asks dealers for quotes (FIX QuoteRequest, R).' })
  async openQuoteRequest(
    @Args('input') input: OpenQuoteRequestInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return answered(await openQuoteRequest(this.commands, holder.deskId, input));
  }

  @AllowRoles('trader', 'dealer')
  @Mutation(() => SubmitQuoteResult, {
    description: "A dealer's quote, or a new one in its place (FIX Quote, S).",
  })
  async submitQuote(@Args('input') input: SubmitQuoteInput, @Context() { holder }: RequestContext): Promise<object> {
    return answered(await submitQuote(this.commands, holder.deskId, input));
  }

  @AllowRoles('trader', 'dealer')
  @Mutation(() => WithdrawQuoteResult, { description: 'A dealer takes his quote back (FIX QuoteCancel, Z).' })
  async withdrawQuote(
    @Args('input') input: WithdrawQuoteInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return answered(await withdrawQuote(this.commands, holder.deskId, input));
  }

  @AllowRoles('trader', 'dealer')
  @Mutation(() => DeclineQuoteRequestResult, {
    description: 'A dealer will not quote (FIX QuoteRequestReject, AG).',
  })
  async declineQuoteRequest(
    @Args('input') input: DeclineQuoteRequestInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return answered(await declineQuoteRequest(this.commands, holder.deskId, input));
  }

  @AllowRoles('trader')
  @Mutation(() => RespondResult, {
    description: 'The client hits, lifts or counters a quote, or passes (FIX QuoteResponse, AJ).',
  })
  async respond(@Args('input') input: RespondInput, @Context() { holder }: RequestContext): Promise<object> {
    return answered(await respond(this.commands, holder.deskId, input));
  }

  @AllowRoles('trader', 'dealer')
  @Mutation(() => RecordOutcomeResult, {
    description: 'Records a fill or a rejection of what was hit or lifted, an end elsewhere, the cover, or a markout.',
  })
  async recordOutcome(
    @Args('input') input: RecordOutcomeInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    return answered(await recordOutcome(this.commands, holder.deskId, input));
  }
}

const answered = (outcome: Result<QuoteRequestVersion, Failure>): object =>
  outcome.ok ? quoteRequestView(outcome.value) : outcome.error;
