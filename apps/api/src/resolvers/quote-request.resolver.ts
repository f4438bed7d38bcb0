import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { type RfqStatus } from '#domain/rfq';
import { QuoteRequests, unknownQuoteRequest } from '#application/quote-requests';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { askForRows, type RequestContext } from '../doors/request-context.js';
import { AllowRoles } from '../doors/roles.js';
import { checkIdentifier, invalidInput } from '../doors/validation.js';
import { QuoteRequestStatusEnum } from '../graphql/enums.js';
import { QuoteRequestPageType, QuoteRequestResult } from '../graphql/quote-request.types.js';
import { PORTS, type ApiPorts } from '../ports.js';
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
  ) {}

  @AllowRoles(...READERS)
  @Query(() => QuoteRequestResult, { description: 'A request for quote of this desk, as it stands.' })
  async quoteRequest(
    @Args('id', { type: () => ID }, IdentifierPipe) id: string,
    @Context() { holder }: RequestContext,
  ): Promise<object> {
    const found = await this.requests.find(holder.deskId, id);
    return found === undefined ? unknownQuoteRequest(id, 'id') : quoteRequestView(found, this.ports.market.now());
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
      quoteRequests: found.flatMap((request) => (request === undefined ? [] : [quoteRequestView(request, at)])),
      ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    };
  }
}
