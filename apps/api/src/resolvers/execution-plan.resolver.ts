import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { planOrder, traceFrontier } from '#application/plan-execution';
import { splitBlock } from '#application/select-venues';
import { systemClock } from '#adapters/node-clock';
import { deskOf } from '../doors/desk.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import {
  FrontierInput,
  FrontierResult,
  PlanExecutionInput,
  PlanExecutionResult,
} from '../graphql/execution-plan.types.js';
import { SelectVenuesInput, SelectVenuesResult } from '../graphql/select-venues.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** A frontier takes as long as so many rows. */
const FRONTIER_ROWS = 50;

@Resolver()
export class ExecutionPlanResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader')
  @Mutation(() => PlanExecutionResult, {
    description: 'Cuts a parent order over time, in the market of this moment, and records the plan.',
  })
  async planExecution(
    @Args('input') input: PlanExecutionInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await planOrder(this.ports, holder.deskId, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('trader')
  @Mutation(() => SelectVenuesResult, {
    description: 'Splits a block over lit, dark and RFQ venues at the least cost and risk, and records the split.',
  })
  async selectVenues(@Args('input') input: SelectVenuesInput, @Context() context: RequestContext): Promise<object> {
    const ports = { ...this.ports, clock: systemClock };
    const answer = await splitBlock(ports, await deskOf(this.ports, context), input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('trader', 'quant', 'specialist')
  @Query(() => FrontierResult, {
    description: 'What a parent order costs against how unsure that is, pace by pace: points for a picture.',
  })
  async frontier(@Args('input') input: FrontierInput, @Context() context: RequestContext): Promise<object> {
    askForRows(context, FRONTIER_ROWS);
    const answer = await traceFrontier(this.ports, input);
    return answer.ok ? answer.value : answer.error;
  }
}
