import { Inject } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { clientFlow } from '#application/client-flow';
import { traceHitCurve } from '#application/hit-curve';
import { whatIfQuote } from '#application/what-if-quote';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { ClientFlowsType } from '../graphql/client-flow.types.js';
import { HitCurveInput, HitCurveResult } from '../graphql/hit-curve.types.js';
import { QuoteChangesInput, WhatIfQuoteResult } from '../graphql/what-if-quote.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** What a dealer has learned of the other side. */
@Resolver()
export class DealerLearningResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => HitCurveResult, {
    description: 'How probably a client deals at a price, as the hit model that quotes him says, with its interval.',
  })
  async hitCurve(@Args('input') input: HitCurveInput, @Context() { holder }: RequestContext): Promise<object> {
    const curve = await traceHitCurve(this.ports, holder.deskId, input);
    return curve.ok ? curve.value : curve.error;
  }

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => ClientFlowsType, {
    description:
      "What this desk's own trades say of its clients: tier, adverse moves and informed share, with intervals.",
  })
  clientFlow(@Context() { holder }: RequestContext): Promise<ClientFlowsType> {
    return clientFlow(this.ports.learned, holder.deskId);
  }

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => WhatIfQuoteResult, {
    description:
      'A decided quote again with another size, panel, client or inventory; nothing is recorded and no quote leaves.',
  })
  async whatIf(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Args('changes') changes: QuoteChangesInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await whatIfQuote(this.ports, holder.deskId, id, changes);
    return answer.ok ? answer.value : answer.error;
  }
}
