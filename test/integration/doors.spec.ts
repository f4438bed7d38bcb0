import { once } from 'node:events';
import fs from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  buildClientSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  parse,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import { type Client } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { ROLES, type ApiKeys, type DecisionLog } from '#application/ports';
import { Database, newApiKey, PrismaApiKeys } from '#adapters/prisma';
import { type ApiOptions } from '../../apps/api/src/api.js';
import { type ApiPorts } from '../../apps/api/src/ports.js';
import { eventually } from '../contracts/eventually.js';
import { DESKS, EVALUATE, evaluateInput, keyOf, memoryPorts, send, startApi } from '../factories/api.js';
import { openPostgresDeployment } from '../factories/deployments.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';
import { decision } from '../factories/records.js';

/** An api that no test changes, and its port. */
let open: NestFastifyApplication;
let openPort: number;

beforeAll(async () => {
  open = await startApi(memoryPorts());
  openPort = await listen(open);
});

afterAll(() => open.close());

/** What the test at hand has opened. */
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const start = async (
  options: Partial<ApiOptions> = {},
  ports: ApiPorts = memoryPorts(),
): Promise<NestFastifyApplication> => {
  const app = await startApi(ports, options);
  closers.push(() => app.close());
  return app;
};

const NOW = '{ marketSession { now } }';

const post = (app: NestFastifyApplication, headers: Readonly<Record<string, string>> = {}, url = '/graphql') =>
  app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${keyOf('trader')}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ query: NOW }),
  });

const codeOf = (payload: string): unknown =>
  (JSON.parse(payload) as { errors?: { extensions: { code: unknown } }[] }).errors?.[0]?.extensions.code;

describe('the API key', () => {
  it.each<[string, string]>([
    ['nothing', ''],
    ['no key', 'Bearer'],
    ['an empty key', 'Bearer '],
    ['another scheme', `Basic ${keyOf('trader')}`],
    ['no scheme', keyOf('trader')],
    ['two words', `Bearer ${keyOf('trader')} ${keyOf('trader')}`],
    ['an unknown key', `Bearer ${newApiKey('admin')}`],
    ['a name of every object', 'Bearer __proto__'],
    ['another name of every object', 'Bearer constructor'],
    ['a long text', `Bearer ${'x'.repeat(4_000)}`],
  ])('%s does not open the api', async (_, authorization) => {
    const answer = await post(open, { authorization });
    expect([answer.statusCode, codeOf(answer.payload)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it.each(ROLES)('of a %s does', async (role) => {
    const { statusCode } = await post(open, { authorization: `bearer ${keyOf(role)}` });
    expect(statusCode).toBe(200);
  });

  it('that is revoked does not, after half a minute at the latest', async () => {
    const deployment = await openPostgresDeployment();
    const { database, ports, key } = deployment;
    closers.push(() => deployment.close());
    let nowMs = 0;
    const pool = new Database({ url: database.apiUrl, poolSize: 1, applicationName: 'test keys' });
    closers.push(() => pool.close());
    const app = await start({}, { ...ports, apiKeys: new PrismaApiKeys(pool, () => nowMs) });
    const authorization = `Bearer ${key('trader')}`;
    expect((await post(app, { authorization })).statusCode).toBe(200);
    await database.asOwner('UPDATE api_key SET revoked_at = now() WHERE desk_id = $1', [DESKS.alpha], DESKS.alpha);
    nowMs = 30_001;
    expect((await post(app, { authorization })).statusCode).toBe(401);
    expect((await post(app, { authorization: `Bearer ${key('trader', 'beta')}` })).statusCode).toBe(200);
  });

  it('that is unknown is soon not looked up any more, while the keys in use pass', async () => {
    const app = await start({ limits: { unknownKeysPerSecond: 3 } });
    const asked = Array.from({ length: 5 }, () => post(app, { authorization: `Bearer ${newApiKey('trader')}` }));
    const answers = await Promise.all(asked);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 429, 429]);
    expect(codeOf(answers.at(-1)!.payload)).toBe('RATE_LIMITED');
    expect((await post(app)).statusCode).toBe(200);
    await sleep(1_100);
    expect((await post(app, { authorization: `Bearer ${newApiKey('trader')}` })).statusCode).toBe(401);
  });

  it('that is looked up and found does not count', async () => {
    const ports = memoryPorts();
    const apiKeys: ApiKeys = {
      find: async (key, beforeAsking) => {
        await beforeAsking?.();
        return ports.apiKeys.find(key);
      },
    };
    const app = await start({ limits: { unknownKeysPerSecond: 1 } }, { ...ports, apiKeys });
    for (let i = 0; i < 5; i += 1) expect((await post(app)).statusCode).toBe(200);
  });

  it('that cannot be looked up is an error that tells nothing of the inside', async () => {
    const apiKeys: ApiKeys = { find: () => Promise.reject(new Error(`connect ECONNREFUSED at ${process.cwd()}`)) };
    const answer = await post(await start({}, { ...memoryPorts(), apiKeys }));
    expect([answer.statusCode, codeOf(answer.payload)]).toEqual([500, 'INTERNAL']);
    expect(answer.payload).not.toContain('ECONNREFUSED');
  });
});

describe('no way around the door', () => {
  const QUERY = `?query=${encodeURIComponent('{ __typename }')}`;

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['POST', '/%67raphql', {}],
    ['POST', '/graphq%6C?x', {}],
    ['POST', `/graphql${QUERY}`, {}],
    ['POST', '/graphql#x', {}],
    ['POST', '/graphql/', {}],
    ['POST', '//graphql', {}],
    ['POST', '/GraphQL', {}],
    ['POST', '/graphql', { upgrade: 'websocket' }],
    ['POST', '/graphql', { upgrade: 'websocket', connection: 'upgrade' }],
    ['GET', `/graphql${QUERY}`, {}],
    ['GET', `/%67raphql${QUERY}`, {}],
    ['GET', `/graphql${QUERY}`, { upgrade: 'websocket' }],
    ['GET', `/graphql${QUERY}`, { upgrade: 'WebSocket', connection: 'upgrade' }],
    ['HEAD', `/graphql${QUERY}`, {}],
    ['PUT', '/graphql', {}],
    ['OPTIONS', '/graphql', { origin: 'https://example.org', 'access-control-request-method': 'POST' }],
  ])('%s %s %j without a key', async (method, url, headers) => {
    const answer = await open.inject({
      method: method as 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify({ query: '{ __typename }' }),
    });
    expect([401, 404, 405]).toContain(answer.statusCode);
    expect(answer.payload).not.toContain('__typename');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  const UPGRADE = 'Upgrade: websocket\r\nConnection: upgrade\r\n';
  const JSON_BODY = 'Content-Type: application/json\r\nContent-Length: 26\r\n';

  it.each([
    'GET /graphql?query={__typename} HTTP/1.1\r\nUpgrade: websocket\r\n',
    `GET /graphql?query={__typename} HTTP/1.1\r\n${UPGRADE}`,
    `POST /graphql HTTP/1.1\r\n${JSON_BODY}Upgrade: websocket\r\n`,
    `POST /graphql HTTP/1.1\r\n${JSON_BODY}${UPGRADE}`,
    `GET /health HTTP/1.1\r\n${UPGRADE}`,
    `GET /nothing HTTP/1.1\r\nUpgrade: h2c\r\nConnection: upgrade\r\n`,
  ])('nor on the wire, and the connection is closed: %j', async (head) => {
    const socket = net.connect(openPort, '127.0.0.1');
    closers.push(() => socket.destroy());
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.write(`${head}Host: localhost\r\n\r\n{"query":"{ __typename }"}`);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 [24]\d\d /);
    expect(answer).not.toContain('"__typename"');
  });
});

describe('the rate limit', () => {
  it('holds per key, and says when to come again', async () => {
    const app = await start({ limits: { requestsPerSecond: 3 } });
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(app)));
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(3);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(codeOf(refused[0]!.payload)).toBe('RATE_LIMITED');
    expect((await post(app, { authorization: `Bearer ${keyOf('quant')}` })).statusCode).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['abc', 'a-b_c.1', 'x'.repeat(64)])('bears the request id it was given: %s', async (id) => {
    expect((await post(open, { 'x-request-id': id })).headers['x-request-id']).toBe(id);
  });

  it.each(['', 'a b', 'x'.repeat(65), '<script>', 'é', 'a,b', 'a\tb'])(
    'bears one of ours instead of %j',
    async (id) => {
      const { headers } = await post(open, { 'x-request-id': id });
      expect(headers['x-request-id']).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/);
    },
  );

  it.each<[string, string, string]>([
    ['200', 'GET', '/health'],
    ['404', 'GET', '/nothing'],
    ['405', 'GET', '/graphql'],
    ['415', 'POST', '/graphql'],
  ])('%s: no type sniffing, no word about the server', async (status, method, url) => {
    const { statusCode, headers } = await open.inject({ method: method as 'GET', url });
    expect(statusCode).toBe(Number(status));
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-request-id': expect.any(String) });
    for (const told of ['server', 'x-powered-by']) expect(headers).not.toHaveProperty(told);
  });
});

describe('the playground', () => {
  const serve = async (): Promise<NestFastifyApplication> => {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'playground-'));
    closers.push(() => fs.rm(directory, { recursive: true }));
    await fs.writeFile(path.join(directory, 'index.html'), '<!doctype html><title>playground</title>');
    return start({ playground: { directory, keys: { trader: 'a demo key' } } });
  };

  it('is served with a policy that lets nothing come from elsewhere', async () => {
    const app = await serve();
    expect((await app.inject('/')).headers.location).toBe('/playground/');
    const { statusCode, payload, headers } = await app.inject('/playground/');
    expect([statusCode, payload]).toEqual([200, '<!doctype html><title>playground</title>']);
    const policy = String(headers['content-security-policy']).split(';');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy.join()).not.toMatch(/https?:|\*/);
    expect((await app.inject('/playground/config.json')).json()).toEqual({ keys: { trader: 'a demo key' } });
  });

  it.each(['..%2fpackage.json', '%2e%2e/package.json', '..%5cpackage.json', '%00', 'index.html%00.js'])(
    'serves its own files only: %s',
    async (file) => {
      expect((await (await serve()).inject(`/playground/${file}`)).statusCode).toBeGreaterThanOrEqual(400);
    },
  );

  it('is absent unless it is given', async () => {
    const app = await start();
    for (const url of ['/', '/playground/', '/playground/config.json']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });
});

describe('operations', () => {
  it('the process is alive without any check', async () => {
    const { statusCode, payload } = await (await start({ readiness: { never: () => false } })).inject('/health');
    expect([statusCode, JSON.parse(payload)]).toEqual([200, { status: 'up' }]);
  });

  it('it is ready when every condition holds, and until then says which do not', async () => {
    let warm = false;
    let database = (): Promise<boolean> => Promise.reject(new Error('no connection'));
    const app = await start({ readiness: { feed: () => true, warm: () => warm, database: () => database() } });
    const ready = async (): Promise<unknown> => {
      const { statusCode, payload } = await app.inject('/ready');
      return [statusCode, JSON.parse(payload)];
    };
    expect(await ready()).toEqual([503, { ready: false, checks: { feed: true, warm: false, database: false } }]);
    warm = true;
    expect(await ready()).toEqual([503, { ready: false, checks: { feed: true, warm: true, database: false } }]);
    database = () => Promise.resolve(true);
    expect(await ready()).toEqual([200, { ready: true, checks: { feed: true, warm: true, database: true } }]);
  });

  it('Prometheus reads its metrics, by route and not by URL', async () => {
    const app = await start();
    await post(app);
    await app.inject('/nothing/1');
    await app.inject('/nothing/2');
    const { headers, payload } = await app.inject('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=/);
    expect(payload).toContain('footprint_http_request_duration_seconds_count{route="/graphql",status="200"} 1\n');
    expect(payload).toContain('footprint_http_request_duration_seconds_count{route="none",status="404"} 2\n');
    expect(payload).toContain('footprint_feed_silence_seconds 0\n');
    expect(payload).toContain('footprint_instruments 1\n');
    expect(payload).toContain('nodejs_eventloop_lag_seconds');
  });

  it('a key that reads the schema reads all of it', async () => {
    const app = await start();
    const { data, errors } = await send<IntrospectionQuery>(app, getIntrospectionQuery());
    expect(errors).toEqual([]);
    const printed = printSchema(lexicographicSortSchema(buildClientSchema(data)));
    expect(`${printed}\n`).toBe(await fs.readFile('apps/api/schema.gql', 'utf8'));
  });
});

describe('a slow client is not waited for', () => {
  const LIMITS = { headersTimeoutMs: 150, requestTimeoutMs: 300, slowConnectionCheckMs: 30 };

  it.each([
    ['with its headers', 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n'],
    [
      'with its body',
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${keyOf('trader')}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":',
    ],
  ])('%s', async (_, sent) => {
    const app = await start({ limits: LIMITS });
    const socket = net.connect(await listen(app), '127.0.0.1');
    closers.push(() => socket.destroy());
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.write(sent);
    await once(socket, 'close');
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect((await post(app)).statusCode).toBe(200);
  });
});

describe('a WebSocket', () => {
  const DECISIONS = 'subscription { decisionMade { decisionId } }';
  const INIT = { type: 'connection_init', payload: { authorization: `Bearer ${keyOf('trader')}` } };

  /** Sends messages as they are; resolves to the close code and what was answered before. */
  const talk = async (
    port: number,
    messages: readonly unknown[],
    protocol = 'graphql-transport-ws',
  ): Promise<{ readonly code: number; readonly answers: readonly string[] }> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, protocol);
    closers.push(() => {
      socket.terminate();
    });
    const answers: string[] = [];
    socket.on('message', (data) => answers.push((data as Buffer).toString()));
    socket.on('open', () => {
      for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    });
    const [code] = (await once(socket, 'close')) as [number];
    return { code, answers };
  };

  const client = (port: number, key = keyOf('trader')): Client => {
    const one = subscriber(port, key);
    closers.push(() => one.dispose());
    return one;
  };

  const errorOf = async (port: number, query: string): Promise<unknown> => {
    const feed = follow(client(port), query);
    await feed.ended;
    return feed.errors[0];
  };

  it.each<[string, readonly unknown[]]>([
    ['no key', [{ type: 'connection_init' }]],
    ['an unknown key', [{ type: 'connection_init', payload: { authorization: 'Bearer fp_admin_alpha_' } }]],
    ['a key that is no text', [{ type: 'connection_init', payload: { authorization: { toString: 1 } } }]],
    ['a subscription before the key', [{ id: '1', type: 'subscribe', payload: { query: DECISIONS } }, INIT]],
    ['nothing', []],
    ['no JSON', ['nonsense']],
  ])('that opens with %s is closed', async (_, messages) => {
    const port = await listen(await start({ limits: { webSocketKeyTimeoutMs: 200 } }));
    const { answers } = await talk(port, messages);
    expect(answers.join()).not.toMatch(/connection_ack|decisionId/);
  });

  it('of an unknown protocol is closed', async () => {
    expect((await talk(openPort, [], 'soap')).code).toBe(1002);
  });

  it('with a key stays open and hears', async () => {
    const app = await start({ limits: { webSocketKeyTimeoutMs: 50 } });
    const feed = follow(client(await listen(app)), DECISIONS);
    const decide = (): Promise<unknown> => send(app, EVALUATE, { input: evaluateInput() });
    await untilHeard(feed, decide);
    await sleep(100);
    feed.items.length = 0;
    await untilHeard(feed, decide);
    expect(feed.errors).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a query', NOW, 'query'],
    ['a mutation', 'mutation { generateQuote(input: {}) { __typename } }', 'mutation'],
  ])('does not execute %s', async (_, query, operation) => {
    const error = await errorOf(openPort, query);
    expect(JSON.stringify(error)).toMatch(new RegExp(operation, 'i'));
  });

  it.each<[string, string, object]>([
    [
      'depth',
      `subscription { ${'a { '.repeat(50)} b ${'}'.repeat(50)} }`,
      { code: 'QUERY_TOO_COSTLY', limit: 'depth' },
    ],
    [
      'aliases',
      `subscription { decisionMade { ${Array.from({ length: 31 }, (__, i) => `a${i}: kind`).join(' ')} } }`,
      { code: 'QUERY_TOO_COSTLY', limit: 'aliases' },
    ],
    ['tokens', `subscription { decisionMade { kind(${'a:1 '.repeat(700)}) } }`, { code: 'QUERY_TOO_COSTLY' }],
    [
      'fields',
      'subscription { decisionMade { decisonId } }',
      { code: 'INVALID_REQUEST', fields: [{ field: 'decisonId' }] },
    ],
    ['fragments', 'subscription { ...A } fragment A on Subscription { ...A }', { code: 'INVALID_REQUEST' }],
  ])('keeps the limits of a document: %s', async (_, query, extensions) => {
    const error = await errorOf(openPort, query);
    expect(error).toMatchObject({ extensions });
    expect(JSON.stringify(error)).not.toContain('Did you mean');
  });

  it('takes text only for a document', async () => {
    const app = await start({ limits: { webSocketKeyTimeoutMs: 200 } });
    const document = parse(DECISIONS, { noLocation: true });
    const socket = new WebSocket(`ws://127.0.0.1:${await listen(app)}/graphql`, 'graphql-transport-ws');
    closers.push(() => {
      socket.terminate();
    });
    const answers: string[] = [];
    socket.on('message', (data) => answers.push((data as Buffer).toString()));
    await once(socket, 'open');
    socket.send(JSON.stringify(INIT));
    await eventually('the key is taken', () => answers.length > 0);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: document } }));
    await eventually('the document is refused', () => answers.some((answer) => answer.includes('GraphQL text')));
  });

  it('has room for so many subscriptions, and for another when one ends', async () => {
    const app = await start({ limits: { subscriptionsPerSocket: 2 } });
    const one = client(await listen(app));
    const first = follow(one, DECISIONS);
    const second = follow(one, DECISIONS);
    const decide = (): Promise<unknown> => send(app, EVALUATE, { input: evaluateInput() });
    await untilHeard(first, decide);
    await untilHeard(second, decide);
    const third = follow(one, DECISIONS);
    await third.ended;
    expect(third.errors).toEqual([expect.objectContaining({ extensions: { code: 'RATE_LIMITED' } })]);
    first.stop();
    await first.ended;
    const fourth = follow(one, DECISIONS);
    await untilHeard(fourth, decide);
  });

  it('is refused where its address has as many as it may, and finds room when one closes', async () => {
    const port = await listen(await start({ limits: { webSocketsPerAddress: 2 } }));
    const connect = (): WebSocket => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
      socket.on('error', () => undefined);
      closers.push(() => {
        socket.terminate();
      });
      return socket;
    };
    const [first, second] = [connect(), connect()];
    await Promise.all([once(first, 'open'), once(second, 'open')]);
    const [, response] = (await once(connect(), 'unexpected-response')) as [unknown, IncomingMessage];
    expect([response.statusCode, codeOf(await text(response))]).toEqual([429, 'RATE_LIMITED']);
    first.close();
    const isLetIn = (socket: WebSocket): Promise<boolean> =>
      once(socket, 'open').then(
        () => true,
        () => false,
      );
    await eventually('there is room for another', () => isLetIn(connect()));
  });

  it('says once who it is', async () => {
    const { code, answers } = await talk(openPort, [INIT, INIT]);
    expect(code).toBe(4429);
    expect(answers.filter((answer) => answer.includes('connection_ack'))).toHaveLength(1);
  });

  it('hears nothing more once its key is revoked', async () => {
    const ports = memoryPorts();
    let revoked = false;
    const apiKeys: ApiKeys = { find: (key) => (revoked ? Promise.resolve(undefined) : ports.apiKeys.find(key)) };
    const app = await start({}, { ...ports, apiKeys });
    const decide = (): Promise<unknown> => ports.decisions.append(decision({ deskId: DESKS.alpha }));
    const one = client(await listen(app));
    const feed = follow(one, DECISIONS);
    await untilHeard(feed, decide);
    revoked = true;
    feed.items.length = 0;
    await decide();
    await feed.ended;
    expect(feed.items).toEqual([]);
    expect(feed.errors).toEqual([expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })]);
  });

  it('hears nothing of the inside when its stream fails', async () => {
    const ports = memoryPorts();
    const { decisions } = ports;
    const lost: DecisionLog = {
      append: (decision, jobs) => decisions.append(decision, jobs),
      find: () => Promise.reject(new Error(`lost ${process.cwd()}`)),
      findByIdempotencyKey: (deskId, key) => decisions.findByIdempotencyKey(deskId, key),
      list: (deskId, first, after) => decisions.list(deskId, first, after),
    };
    const app = await start({}, { ...ports, decisions: lost });
    const feed = follow(client(await listen(app)), DECISIONS);
    const ended = { yet: false };
    void feed.ended.then(() => (ended.yet = true));
    await eventually('the stream has failed', () => {
      void send(app, EVALUATE, { input: evaluateInput() });
      return ended.yet;
    });
    expect(feed.errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('in the log'), extensions: { code: 'INTERNAL' } }),
    ]);
  });
});

describe('the log', () => {
  const capture = (): { readonly stream: Writable; text(): string } => {
    let text = '';
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        text += String(chunk);
        done();
      },
    });
    return { stream, text: () => text };
  };

  it('names the request, the key by its id, and never holds a key or a body', async () => {
    const log = capture();
    const app = await start({ logger: pino({ level: 'trace' }, log.stream), limits: { bodyBytes: 20_000 } });
    const port = await listen(app);
    const secret = newApiKey('admin');
    const marker = 'a-price-that-is-nobody-elses-business';
    const quotes = [{ dealer: marker, price: 100.05, validForMs: 1_000 }];
    await send(app, EVALUATE, { input: evaluateInput({ quotes }) });
    await send(app, EVALUATE, { input: evaluateInput({ quotes, quantity: marker }) });
    await send(app, `{ ${marker} }`);
    await send(app, NOW, {}, secret);
    await send(app, NOW, {}, `${secret} ${secret}`);
    await send(app, NOW, { filler: marker.repeat(1_000) });
    await app.inject({ method: 'GET', url: '/graphql', headers: { authorization: `Bearer ${secret}` } });
    await app.inject({ method: 'GET', url: '/nothing', headers: { authorization: `Bearer ${secret}` } });
    await post(app, { 'x-request-id': 'the-request' });
    for (const key of [secret, keyOf('trader')]) {
      const feed = follow(
        subscriber(port, key),
        key === secret ? 'subscription { decisionMade { kind } }' : `{ ${marker} }`,
      );
      await feed.ended;
    }
    const broken = await start(
      { logger: pino({ level: 'trace' }, log.stream) },
      { ...memoryPorts(), model: { forecast: () => Promise.reject(new Error('the model is gone')) } },
    );
    await send(broken, EVALUATE, { input: evaluateInput({ quotes }) });

    const lines = log
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(lines).toContainEqual(
      expect.objectContaining({ reqId: 'the-request', route: '/graphql', status: 200, keyId: 'trader-alpha' }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ err: expect.objectContaining({ message: 'the model is gone' }) }),
    );
    for (const kept of [secret, keyOf('trader'), marker]) expect(log.text()).not.toContain(kept);
  });
});
