import { existsSync } from 'node:fs';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import { Registry } from 'prom-client';
import { QuoteRequests } from '#application/quote-requests';
import { formatErrors } from './doors/error-formatter.js';
import { GRAPHQL_PATH, HTTP_LIMITS, installHttpDoors, type HttpLimits } from './doors/http-doors.js';
import { KeyDoor } from './doors/key-door.js';
import { checkDocument, operationCount, QUERY_LIMITS, refuseSubscription } from './doors/query-limits.js';
import { enforceRoles } from './doors/roles.js';
import { subscriptionDoors, guardStreams } from './doors/subscription-doors.js';
import { ValidatedInputPipe } from './doors/validated-input.pipe.js';
import { handOverVariables, takeVariables } from './doors/variables-once.js';
import { readPlainProperties } from './graphql/plain-properties.js';
import { installHealth, type ReadinessChecks } from './operations/health.js';
import { installRequestLog, nestLogger, requestIds } from './operations/logging.js';
import { installMetrics } from './operations/metrics.js';
import { RecordedWhenDue } from './operations/recorded-when-due.js';
import { WorkingDealers } from './operations/working-dealers.js';
import { PORTS, type ApiPorts } from './ports.js';
import { AnalysisResolver } from './resolvers/analysis.resolver.js';
import { AnalysisRowsResolver } from './resolvers/analysis-rows.resolver.js';
import { BestExecutionResolver } from './resolvers/best-execution.resolver.js';
import { BuySideResolver } from './resolvers/buy-side.resolver.js';
import { DealerLearningResolver } from './resolvers/dealer-learning.resolver.js';
import { DealerPnlResolver } from './resolvers/dealer-pnl.resolver.js';
import { DealerResolver } from './resolvers/dealer.resolver.js';
import { DecisionResolver } from './resolvers/decision.resolver.js';
import { ExecutionPlanResolver } from './resolvers/execution-plan.resolver.js';
import { FeaturesResolver } from './resolvers/features.resolver.js';
import { ForecastBatchOrdersResolver } from './resolvers/forecast-batch-orders.resolver.js';
import { ForecastBatchResolver } from './resolvers/forecast-batch.resolver.js';
import { ImpactForecastAnswerResolver } from './resolvers/impact-forecast-answer.resolver.js';
import { ImpactResolver } from './resolvers/impact.resolver.js';
import { MarketQualityResolver } from './resolvers/market-quality.resolver.js';
import { MarketResolver } from './resolvers/market.resolver.js';
import { ModelResolver } from './resolvers/model.resolver.js';
import { PlanFillsResolver } from './resolvers/plan-fills.resolver.js';
import { PlanUpdates } from './resolvers/plan-updates.js';
import { PlanUpdatesResolver } from './resolvers/plan-updates.resolver.js';
import { PortfolioResolver } from './resolvers/portfolio.resolver.js';
import { QuoteRequestCommandsResolver } from './resolvers/quote-request-commands.resolver.js';
import { QuoteRequestUpdates } from './resolvers/quote-request-updates.js';
import { QuoteRequestResolver } from './resolvers/quote-request.resolver.js';
import { QuoteStreamUpdates } from './resolvers/quote-stream-updates.js';
import { QuoteStreamResolver } from './resolvers/quote-stream.resolver.js';
import { QuotingDeskResolver } from './resolvers/quoting-desk.resolver.js';
import { RankedQuoteResolver } from './resolvers/ranked-quote.resolver.js';
import { ScenarioGridResolver } from './resolvers/scenario-grid.resolver.js';
import { SellSideResolver } from './resolvers/sell-side.resolver.js';
import { SimulationRunResultsResolver } from './resolvers/simulation-run-results.resolver.js';
import { SimulationRunResolver } from './resolvers/simulation-run.resolver.js';
import { SimulatedAuctionResolver } from './resolvers/simulated-auction.resolver.js';

export interface ApiOptions {
  readonly logger: Logger;
  readonly readiness: ReadinessChecks;
  /** What /metrics shows beside the numbers of requests and market. */
  readonly metrics?: Registry;
  /** Instead of HTTP_LIMITS. */
  readonly limits?: Partial<HttpLimits>;
  /** Folder of the built playground and the demo keys it offers; absent: no playground. */
  readonly playground?: { readonly directory: string; readonly keys: Readonly<Record<string, string>> };
}

export const RESOLVERS = [
  MarketResolver,
  MarketQualityResolver,
  FeaturesResolver,
  ImpactResolver,
  ImpactForecastAnswerResolver,
  ExecutionPlanResolver,
  PlanUpdatesResolver,
  PlanFillsResolver,
  ForecastBatchResolver,
  ForecastBatchOrdersResolver,
  ModelResolver,
  BuySideResolver,
  BestExecutionResolver,
  RankedQuoteResolver,
  QuoteRequestResolver,
  QuoteRequestCommandsResolver,
  DealerResolver,
  SellSideResolver,
  QuoteStreamResolver,
  QuotingDeskResolver,
  DealerLearningResolver,
  DealerPnlResolver,
  DecisionResolver,
  AnalysisResolver,
  AnalysisRowsResolver,
  ScenarioGridResolver,
  PortfolioResolver,
  SimulationRunResolver,
  SimulationRunResultsResolver,
  SimulatedAuctionResolver,
];

/** The api over the given ports, ready to listen. */
export const createApi = async (ports: ApiPorts, options: ApiOptions): Promise<NestFastifyApplication> => {
  const { logger, readiness, playground } = options;
  const limits: HttpLimits = { ...HTTP_LIMITS, ...options.limits };
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    disableRequestLogging: true,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    http: { headersTimeout: limits.headersTimeoutMs, connectionsCheckingInterval: limits.slowConnectionCheckMs },
    ...requestIds(() => ports.identifiers.newId()),
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  installRequestLog(fastify);
  const keys = new KeyDoor(ports.apiKeys, limits.unknownKeysPerSecond);
  installHttpDoors(fastify, keys, limits);
  takeVariables(fastify);
  installMetrics(fastify, ports.market, options.metrics ?? new Registry());
  installHealth(fastify, readiness);
  if (playground !== undefined) await servePlayground(fastify, playground);

  const app = await NestFactory.create<NestFastifyApplication>(apiModule(ports, keys, logger, limits), adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
  });
  app.useGlobalPipes(new ValidatedInputPipe());
  await app.init();
  return app;
};

class ApiModule {}
Module({})(ApiModule);

const apiModule = (ports: ApiPorts, keys: KeyDoor, logger: Logger, limits: HttpLimits): DynamicModule => ({
  module: ApiModule,
  imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(keys, logger, limits))],
  providers: [
    { provide: PORTS, useValue: ports },
    // One of each for the whole process: changes of a request wait for each other in it.
    {
      provide: QuoteRequests,
      useFactory: () => new QuoteRequests({ store: ports.quoteRequests, identifiers: ports.identifiers }),
    },
    {
      provide: QuoteRequestUpdates,
      inject: [QuoteRequests],
      useFactory: (requests: QuoteRequests) => new QuoteRequestUpdates(ports, requests),
    },
    { provide: QuoteStreamUpdates, useFactory: () => new QuoteStreamUpdates(ports) },
    { provide: PlanUpdates, useFactory: () => new PlanUpdates(ports, logger) },
    {
      provide: RecordedWhenDue,
      inject: [QuoteRequests],
      useFactory: (requests: QuoteRequests) =>
        new RecordedWhenDue({ ...ports, requests, store: ports.quoteRequests }, logger),
    },
    {
      provide: WorkingDealers,
      inject: [QuoteRequests],
      useFactory: (requests: QuoteRequests) => new WorkingDealers({ ...ports, requests }, logger),
    },
    ...RESOLVERS,
  ],
});

// Resolvers answer with what JSON holds, names of enums and texts of instants: to serialise them once more changes
// nothing. Missing from Nest's type of mercurius' options.
const COMPILED_QUERIES = { compilerOptions: { disableLeafSerialization: true, disablingCapturingStackErrors: true } };

const graphqlOptions = (keys: KeyDoor, logger: Logger, limits: HttpLimits): MercuriusDriverConfig => {
  const { subscription, hooks } = subscriptionDoors(keys, limits, logger);
  return {
    driver: MercuriusDriver,
    path: GRAPHQL_PATH,
    autoSchemaFile: true,
    sortSchema: true,
    // Adaptive: compiles aside, and every request's variables are checked by graphql-js, whose errors name the field.
    jit: { minCount: 3, eluThreshold: 1 },
    ...COMPILED_QUERIES,
    graphiql: false,
    allowBatchedQueries: false,
    graphql: { parseOptions: { maxTokens: QUERY_LIMITS.tokens } },
    transformSchema: (schema) => readPlainProperties(guardStreams(enforceRoles(schema), logger)),
    errorFormatter: formatErrors(logger) as never,
    context: (request: FastifyRequest) => ({ holder: request.holder }),
    hooks: {
      preValidation: (_schema, document) => {
        checkDocument(document);
      },
      preExecution: (_schema, document, context) => {
        refuseSubscription(document, operationNameOf(context.reply.request));
        // mercurius compiles a document for one of its operations and would answer the others with that one. A document
        // that a hook hands back is not compiled.
        return {
          ...handOverVariables(context.reply.request, document),
          ...(operationCount(document) > 1 && { document }),
        };
      },
      ...hooks,
    },
    subscription,
  };
};

const operationNameOf = ({ body }: FastifyRequest): string | undefined =>
  (body as { readonly operationName?: string | null }).operationName ?? undefined;

// GraphiQL's editor styles itself inline and runs its language service in workers; nothing comes from elsewhere.
const PLAYGROUND_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  imgSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  upgradeInsecureRequests: null,
};

const servePlayground = async (
  fastify: FastifyInstance,
  { directory, keys }: NonNullable<ApiOptions['playground']>,
): Promise<void> => {
  if (!existsSync(directory)) return;
  await fastify.register(async (page) => {
    await page.register(helmet, { contentSecurityPolicy: { directives: PLAYGROUND_POLICY } });
    await page.register(fastifyStatic, { root: directory, prefix: '/playground/' });
    page.get('/playground/config.json', () => ({ keys }));
  });
  fastify.get('/', (_request, reply) => reply.redirect('/playground/'));
};
