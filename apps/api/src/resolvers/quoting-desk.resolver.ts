import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type KillSwitch } from '#domain/quoting';
import { engageKillSwitch, readInventory, recordQuoteOutcome, releaseKillSwitch } from '#application/quoting-desk';
import { type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import {
  EngagedKillSwitchType,
  EngageKillSwitchInput,
  InventoryType,
  type KillSwitchType,
  RecordQuoteOutcomeInput,
  RecordQuoteOutcomeResult,
  ReleaseKillSwitchResult,
} from '../graphql/quoting-desk.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class QuotingDeskResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer', 'specialist')
  @Query(() => InventoryType, { description: 'What the desk holds and has out, and whether anything may leave.' })
  async inventory(@Context() { holder }: RequestContext): Promise<InventoryType> {
    const inventory = await readInventory(this.ports, holder.deskId);
    return { ...inventory, killSwitch: shown(inventory.killSwitch) };
  }

  @AllowRoles('dealer')
  @Mutation(() => RecordQuoteOutcomeResult, { description: 'Ends a quote, once; what was dealt is held.' })
  async recordQuoteOutcome(
    @Args('input') input: RecordQuoteOutcomeInput,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const answer = await recordQuoteOutcome(this.ports, holder.deskId, input);
    return answer.ok ? answer.value : answer.error;
  }

  @AllowRoles('dealer', 'specialist')
  @Mutation(() => EngagedKillSwitchType, {
    description: 'Takes back every live quote of the desk. When it answers, none leaves any more.',
  })
  async engageKillSwitch(
    @Args('input') { reason }: EngageKillSwitchInput,
    @Context() { holder }: RequestContext,
  ): Promise<EngagedKillSwitchType> {
    const { killSwitch, cancelled } = await engageKillSwitch(this.ports, holder.deskId, holder.keyId, reason);
    return { killSwitch: shown(killSwitch), cancelled };
  }

  @AllowRoles('dealer', 'specialist')
  @Mutation(() => ReleaseKillSwitchResult, { description: 'By another key than the one that engaged it.' })
  async releaseKillSwitch(@Context() { holder }: RequestContext): Promise<object> {
    const answer = await releaseKillSwitch(this.ports, holder.deskId, holder.keyId);
    return answer.ok ? shown(answer.value) : answer.error;
  }
}

const shown = (killSwitch: KillSwitch): KillSwitchType =>
  killSwitch.kind === 'ENGAGED' ? { isEngaged: true, reason: killSwitch.reason } : { isEngaged: false };
