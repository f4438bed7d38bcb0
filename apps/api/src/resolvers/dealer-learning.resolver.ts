import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { traceHitCurve } from '#application/hit-curve';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { HitCurveInput, HitCurveResult } from '../graphql/hit-curve.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** What a dealer has learned of the other side. */
@Resolver()
export class DealerLearningResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer', 'quant', 'specialist')
  @Query(() => HitCurveResult, {
    description: 'How probably a client deals at a price, as the hit model that quotes him says, with its interval.',
  })
  async hitCurve(@Args('input') input: HitCurveInput, @Context() context: RequestContext): Promise<object> {
    const curve = await traceHitCurve(this.ports, context.holder.deskId, input);
    return curve.ok ? curve.value : curve.error;
  }
}
