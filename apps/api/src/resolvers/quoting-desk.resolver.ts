import { Inject } from '@nestjs/common';
import { Args, Context, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { formatInstant } from '#domain/core';
import { type KillSwitch } from '#domain/quoting';
import {
  engageKillSwitch,
  readInventory,
  readQuotingEvents,
  recordQuoteOutcome,
  releaseKillSwitch,
} from '#application/quoting-desk';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { invalidInput } from '../doors/validation.js';
import {
  EngagedKillSwitchType,
  EngageKillSwitchInput,
  InventoryType,
  type KillSwitchType,
  RecordQuoteOutcomeInput,
  RecordQuoteOutcomeResult,
  ReleaseKillSwitchResult,
} from '../graphql/quoting-desk.types.js';
import { QuotingEventPageType } from '../graphql/quoting-event.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

/** An ordinal. */
const CURSOR = /^[1-9]\d{0,8}$/;
const PAGE_MAX = 100;

@Resolver()
export class QuotingDeskResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('dealer', 'specialist')
  @Query(() => InventoryType, { description: 'What the desk holds and has out, and whether anything may leave.' })
  async inventory(@Context() { holder }: RequestContext): Promise<InventoryType> {
    const inventory = await readInventory(this.ports, holder.deskId);
    return { ...inventory, killSwitch: shown(inventory.killSwitch) };
  }

  @AllowRoles('dealer', 'specialist')
  @Query(() => QuotingEventPageType, {
    description: "What stood in the way of this desk's quotes, and its kill switch; newest first.",
  })
  async quotingEvents(
    @Args('first', { type: () => Int, defaultValue: 20, description: `1 to ${PAGE_MAX}.` }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null | undefined,
    @Context() context: RequestContext,
  ): Promise<QuotingEventPageType> {
    if (first < 1 || first > PAGE_MAX) throw invalidInput([{ field: 'first', allowed: `from 1 to ${PAGE_MAX}` }]);
    if (typeof after === 'string' && !CURSOR.test(after)) {
      throw invalidInput([{ field: 'after', allowed: 'the nextCursor of an earlier page' }]);
    }
    askForRows(context, first);
    const before = typeof after === 'string' ? Number(after) : undefined;
    const page = await readQuotingEvents(this.ports.quoteBook, context.holder.deskId, first, before);
    return {
      events: page.events.map((event) => ({ ...event, at: formatInstant(event.at) })),
      ...(page.nextBefore !== undefined && { nextCursor: String(page.nextBefore) }),
    };
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
