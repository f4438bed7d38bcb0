import { Inject } from '@nestjs/common';
import { Args, Context, ID, Resolver, Subscription } from '@nestjs/graphql';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { PlanUpdateResult } from '../graphql/plan-update.types.js';
import { once } from './once.js';
import { PlanUpdates } from './plan-updates.js';

@Resolver()
export class PlanUpdatesResolver {
  constructor(@Inject(PlanUpdates) private readonly updates: PlanUpdates) {}

  @AllowRoles('trader')
  @Subscription(() => PlanUpdateResult, {
    description:
      'A recorded plan while its market changes: where it stands, what to do now and why. What is left is planned anew, and recorded, when the market changes. Ends with the plan.',
    resolve: (update: object) => update,
  })
  async planUpdates(
    @Args('planId', { type: () => ID, description: 'The decisionId of the plan.' }, IdentifierPipe) planId: string,
    @Context() { holder }: RequestContext,
  ): Promise<AsyncIterableIterator<object>> {
    const updates = await this.updates.follow(holder.deskId, planId);
    return updates.ok ? updates.value : once(updates.error);
  }
}
