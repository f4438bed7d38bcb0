import { existsSync } from 'node:fs';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { type Logger } from 'pino';
import { formatErrors } from './doors/error-formatter.js';
import { GRAPHQL_PATH, holderOf, HTTP_LIMITS, installHttpDoors, NO_KEY } from './doors/http-doors.js';
import { checkCost, checkShape, MAX_TOKENS, operationCount } from './doors/query-limits.js';
import { enforceRoles } from './doors/roles.js';
import { ValidatedInputPipe } from './doors/validated-input.pipe.js';
import { readPlainProperties } from './graphql/plain-properties.js';
import { installHealth, type ReadinessChecks } from './operations/health.js';
import { installRequestLog, nestLogger, requestIds } from './operations/logging.js';
import { installMetrics } from './operations/metrics.js';
import { PORTS, type ApiPorts } from './ports.js';
import { BuySideResolver } from './resolvers/buy-side.resolver.js';
import { DecisionResolver } from './resolvers/decision.resolver.js';
import { ImpactResolver } from './resolvers/impact.resolver.js';
import { MarketResolver } from './resolvers/market.resolver.js';
import { RankedQuoteResolver } from './resolvers/ranked-quote.resolver.js';
import { ScenarioResolver } from './resolvers/scenario.resolver.js';
import { SellSideResolver } from './resolvers/sell-side.resolver.js';

export interface ApiOptions {
  readonly logger: Logger;
  readonly readiness: ReadinessChecks;
  readonly requestsPerSecond?: number;
  /** Folder of the built playground and the demo keys it offers; absent: no playground. */
  readonly playground?: { readonly directory: string; readonly keys: Readonly<Record<string, string>> };
}

export const RESOLVERS = [
  MarketResolver,
  ImpactResolver,
  BuySideResolver,
  RankedQuoteResolver,
  SellSideResolver,
  DecisionResolver,
  ScenarioResolver,
];

/** Requests a second that one key may make. */
const REQUESTS_PER_SECOND = 2_000;

/** The api over the given ports, ready to listen. */
export const createApi = async (ports: ApiPorts, options: ApiOptions): Promise<NestFastifyApplication> => {
  const { logger, readiness, playground, requestsPerSecond = REQUESTS_PER_SECOND } = options;
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    disableRequestLogging: true,
    bodyLimit: HTTP_LIMITS.bodyBytes,
    requestTimeout: HTTP_LIMITS.requestTimeoutMs,
    keepAliveTimeout: HTTP_LIMITS.keepAliveTimeoutMs,
    http: { headersTimeout: HTTP_LIMITS.headersTimeoutMs, connectionsCheckingInterval: 1_000 },
    ...requestIds(() => ports.identifiers.newId()),
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  installRequestLog(fastify);
  installHttpDoors(fastify, ports.apiKeys, requestsPerSecond);
  installMetrics(fastify, ports.market);
  installHealth(fastify, readiness);
  if (playground !== undefined) await servePlayground(fastify, playground);

  const app = await NestFactory.create<NestFastifyApplication>(apiModule(ports, logger), adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
  });
  app.useGlobalPipes(new ValidatedInputPipe());
  await app.init();
  return app;
};

class ApiModule {}
Module({})(ApiModule);

const apiModule = (ports: ApiPorts, logger: Logger): DynamicModule => ({
  module: ApiModule,
  imports: [GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(ports, logger))],
  providers: [{ provide: PORTS, useValue: ports }, ...RESOLVERS],
});

const graphqlOptions = (ports: ApiPorts, logger: Logger): MercuriusDriverConfig => ({
  driver: MercuriusDriver,
  path: GRAPHQL_PATH,
  autoSchemaFile: true,
  sortSchema: true,
  // Adaptive: compiles aside, and every request's variables are checked by graphql-js, whose errors name the field.
  jit: { minCount: 3, eluThreshold: 1 },
  graphiql: false,
  allowBatchedQueries: false,
  graphql: { parseOptions: { maxTokens: MAX_TOKENS } },
  transformSchema: (schema) => readPlainProperties(enforceRoles(schema)),
  errorFormatter: formatErrors(logger) as never,
  context: (request: FastifyRequest) => ({ holder: request.holder }),
  hooks: {
    preValidation: (_schema, document) => {
      checkShape(document);
    },
    preExecution: (schema, document, _context, variables) => {
      checkCost(schema, document, variables);
      // mercurius compiles a document for one of its operations and would answer the others with that one. A document
      // that a hook hands back is not compiled.
      return operationCount(document) > 1 ? { document } : undefined;
    },
    preSubscriptionExecution: (schema, document) => {
      checkShape(document);
      checkCost(schema, document, {});
    },
  },
  subscription: {
    onConnect: async ({ payload }: { payload?: { authorization?: unknown } }) => {
      const holder = await holderOf(ports.apiKeys, payload?.authorization);
      if (holder === undefined) throw new GraphQLError(NO_KEY, { extensions: { code: 'UNAUTHENTICATED' } });
      return { holder };
    },
    keepAlive: 20_000,
  },
});

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
