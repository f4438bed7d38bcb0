import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Query, Resolver, Subscription } from '@nestjs/graphql';
import { type Instant } from '#domain/core';
import { statusAt, type RfqStatus } from '#domain/rfq';
import { type RankedRequest } from '#application/follow-quote-request';
import { QuoteRequests, unknownQuoteRequest, type QuoteRequestVersion } from '#application/quote-requests';
import { deskOf } from '../doors/desk.js';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { checkIdentifier, invalidInput } from '../doors/validation.js';
import { QuoteRequestStatusEnum } from '../graphql/enums.js';
import {
  QuoteRequestPageType,
  QuoteRequestResult,
  type QuoteRequestType,
  QuoteRequestUpdateResult,
  type QuoteRequestUpdateType,
} from '../graphql/quote-request.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
import { mapIterator } from './map-iterator.js';
import { once } from './once.js';
import { QuoteRequestUpdates } from './quote-request-updates.js';
import { quoteRequestView } from './quote-request-view.js';

const MAX_PAGE = 100;
/** A quoteRequestId: a UUID. */
const CURSOR = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const READERS = ['trader', 'dealer', 'quant', 'specialist'] as const;

@Resolver()
export class QuoteRequestResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ApiPorts,
    @Inject(QuoteRequests) private readonly requests: QuoteRequests,
    @Inject(QuoteRequestUpdates) private readonly updates: QuoteRequestUpdates,
  ) {}

  @AllowRoles(...READERS)
  @Query(() => QuoteRequestResult, { description: 'A request for quote of this desk, as it stands.' })
  async quoteRequest(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const found = await this.requests.find(holder.deskId, id);
    return found === undefined ? unknownQuoteRequest(id, 'id') : viewAt(found, this.ports.market.now());
  }

  @AllowRoles(...READERS)
  @Query(() => QuoteRequestPageType, { description: "This desk's requests for quote, newest first." })
  async quoteRequests(
    @Args('status', { type: () => QuoteRequestStatusEnum, nullable: true }) status: RfqStatus | null | undefined,
    @Args('instrumentId', { type: () => ID, nullable: true, description: 'Of one of its legs.' })
    instrumentId: string | null | undefined,
    @Args('first', { type: () => Int, defaultValue: 20, description: `1 to ${MAX_PAGE}.` }) first: number,
    @Args('after', { type: () => String, nullable: true }) after: string | null | undefined,
    @Context() context: RequestContext,
  ): Promise<QuoteRequestPageType> {
    if (first < 1 || first > MAX_PAGE) throw invalidInput([{ field: 'first', allowed: `from 1 to ${MAX_PAGE}` }]);
    if (typeof after === 'string' && !CURSOR.test(after)) {
      throw invalidInput([{ field: 'after', allowed: 'the nextCursor of an earlier page' }]);
    }
    if (typeof instrumentId === 'string') checkIdentifier('instrumentId', instrumentId, 64);
    askForRows(context, first);
    const { deskId } = context.holder;
    const at = this.ports.market.now();
    const filter = { at, ...(status && { status }), ...(typeof instrumentId === 'string' && { instrumentId }) };
    const page = await this.ports.quoteRequests.list(deskId, filter, first, after ?? undefined);
    const found = await Promise.all(page.requests.map(({ requestId }) => this.requests.find(deskId, requestId)));
    return {
      quoteRequests: found.flatMap((request) => (request === undefined ? [] : [viewAt(request, at)])),
      ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    };
  }

  @AllowRoles(...READERS)
  @Subscription(() => QuoteRequestUpdateResult, {
    description:
      'A request as it stands, ranked anew as quotes arrive or expire or the market moves. Who reads slowly skips to how it stands when he reads.',
    resolve: (update: object) => update,
  })
  async quoteRequestUpdated(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() context: RequestContext,
  ): Promise<AsyncIterableIterator<object>> {
    const updates = await this.updates.follow(await deskOf(this.ports, context), id);
    return updates === undefined
      ? once(unknownQuoteRequest(id, 'id'))
      : mapIterator(updates, (ranked) => Promise.resolve(updateView(ranked)));
  }
}

const viewAt = (request: QuoteRequestVersion, at: Instant): QuoteRequestType =>
  quoteRequestView(request, statusAt(request.state, at));

const updateView = (ranked: RankedRequest): QuoteRequestUpdateType => ({
  at: ranked.at,
  quoteRequest: quoteRequestView(ranked, ranked.status),
  rankings: ranked.rankings.map(({ side, ranking }) => ({ side, ranking: ranking.ok ? ranking.value : ranking.error })),
});
