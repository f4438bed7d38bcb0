import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Query, Resolver, Subscription } from '@nestjs/graphql';
import { type DecisionRecord } from '#application/ports';
import { replayDecision, unknownDecision } from '#application/replay-decision';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { AllowRoles } from '../doors/roles.js';
import { invalidInput } from '../doors/validation.js';
import { DecisionPageType, DecisionResult, DecisionType, ReplayResult } from '../graphql/decision.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { mapIterator } from './map-iterator.js';

const MAX_PAGE = 100;
/** A decisionId: a UUID. */
const CURSOR = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const READERS = ['trader', 'dealer', 'quant', 'specialist'] as const;

@Resolver()
export class DecisionResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles(...READERS)
  @Query(() => DecisionResult, { description: 'A decision of this desk, as it was recorded.' })
  async decision(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const record = await this.ports.decisions.find(holder.deskId, id);
    return record === undefined ? unknownDecision(id) : decisionView(record);
  }

  @AllowRoles(...READERS)
  @Query(() => DecisionPageType, { description: "This desk's decisions, newest first." })
  async decisions(
    @Args('first', { type: () => Int, defaultValue: 20, description: `1 to ${MAX_PAGE}.` }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | undefined,
    @Context() context: RequestContext,
  ): Promise<DecisionPageType> {
    if (first < 1 || first > MAX_PAGE) throw invalidInput([{ field: 'first', allowed: `from 1 to ${MAX_PAGE}` }]);
    if (typeof after === 'string' && !CURSOR.test(after)) {
      throw invalidInput([{ field: 'after', allowed: 'the nextCursor of an earlier page' }]);
    }
    askForRows(context, first);
    const page = await this.ports.decisions.list(context.holder.deskId, first, after ?? undefined);
    return { ...page, decisions: page.records.map(decisionView) };
  }

  @AllowRoles(...READERS)
  @Query(() => ReplayResult, {
    description: 'Computes a decision again from its stored inputs and compares byte for byte.',
  })
  async replayDecision(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const { decisions, rehearsal, computing } = this.ports;
    const replay = await replayDecision({ decisions, model: rehearsal, computing }, holder.deskId, id);
    return replay.ok ? replay.value : replay.error;
  }

  @AllowRoles(...READERS)
  @Subscription(() => DecisionType, {
    description: 'Decisions of this desk as they are made, in any process.',
    resolve: (decision: DecisionType) => decision,
  })
  decisionMade(@Context() { holder }: RequestContext): AsyncIterableIterator<DecisionType> {
    return mapIterator(this.ports.events.subscribe(holder.deskId, 'DECISION_MADE'), async ({ id }) => {
      const record = await this.ports.decisions.find(holder.deskId, id);
      return record === undefined ? undefined : decisionView(record);
    });
  }
}

const decisionView = (record: DecisionRecord): DecisionType => ({
  ...record,
  answer: { ...(JSON.parse(record.output) as object), kind: record.kind },
});
