import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { generateQuote, generateQuoteLadder } from '#application/generate-quote';
import { deskOf } from '../doors/desk.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import {
  GenerateQuoteInput,
  GenerateQuoteLadderInput,
  GenerateQuoteLadderResult,
  GenerateQuoteResult,
} from '../graphql/generate-quote.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class SellSideResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer')
  @Mutation(() => GenerateQuoteResult, {
    description: 'Prices both sides of a block for the best expected utility, the impact of hedging it included.',
  })
  async generateQuote(@Args('input') input: GenerateQuoteInput, @Context() context: RequestContext): Promise<object> {
    const answer = await generateQuote(this.ports, await deskOf(this.ports, context), input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('dealer')
  @Mutation(() => GenerateQuoteLadderResult, {
    description: 'Prices both sides of several sizes in one market, as one decision.',
  })
  async generateQuoteLadder(
    @Args('input') input: GenerateQuoteLadderInput,
    @Context() context: RequestContext,
  ): Promise<object> {
    const answer = await generateQuoteLadder(this.ports, await deskOf(this.ports, context), input);
    return answer.ok ? answer.value : answer.error;
  }
}
