import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { recordPlanFills } from '#application/follow-plan';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { RecordPlanFillsInput, RecordPlanFillsResult } from '../graphql/plan-fills.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class PlanFillsResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader')
  @Mutation(() => RecordPlanFillsResult, {
    description: "Records what was filled of a plan; from the first fill on that counts, and not the plan's schedule.",
  })
  async recordPlanFills(
    @Args('input') input: RecordPlanFillsInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const filled = await recordPlanFills(this.ports, holder.deskId, input);
    return filled.ok ? filled.value : filled.error;
  }
}
