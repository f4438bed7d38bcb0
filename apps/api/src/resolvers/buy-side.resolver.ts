import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { evaluateQuotes } from '#application/evaluate-quotes';
import { deskOf } from '../doors/desk.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { EvaluateQuotesInput, EvaluateQuotesResult } from '../graphql/evaluate-quotes.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class BuySideResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader')
  @Mutation(() => EvaluateQuotesResult, {
    description: 'Ranks the quotes that dealers sent for a block against its fair price.',
  })
  async evaluateQuotes(@Args('input') input: EvaluateQuotesInput, @Context() context: RequestContext): Promise<object> {
    const answer = await evaluateQuotes(this.ports, await deskOf(this.ports, context), input);
    return answer.ok ? answer.value : answer.error;
  }
}
