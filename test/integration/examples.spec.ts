import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AuctionReport, type InstrumentState, type Role } from '#application/ports';
import { OnnxModelLibrary } from '#adapters/onnx';
import { keyOf, memoryPorts, send, startApi } from '../factories/api.js';
import { instrumentState } from '../factories/instrument-state.js';
import { market, terms } from '../factories/market.js';
import { auctionReport } from '../factories/simulated-auction.js';
import { writeModel } from '../factories/models/index.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const FOLDER = resolve(import.meta.dirname, '../../docs/examples');
const EXAMPLES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));
const MODEL = 'metaorder/1.0.0';
const SUBSCRIPTIONS = [
  'analysis-updated',
  'decision-made',
  'forecast-batch-updated',
  'plan-updates',
  'quote-request-updated',
  'quote-stream',
  'simulated-auction-ended',
  'simulation-run-updated',
];
/** Those of one auction: they run one after another, each on what the one before left. */
const AUCTION = ['submit-quote', 'quote-request', 'respond', 'record-outcome'];
/** Those of one trade, likewise. */
const TRADE = ['record-quote-outcome', 'record-trade-follow-up', 'dealer-pnl'];
/** While it is engaged no other example gets a quote. */
const KILL_SWITCH = ['engage-kill-switch', 'release-kill-switch'];
/** Refused while the desk has nothing to answer from, and how. */
const REFUSED_AT_FIRST: Readonly<Record<string, string>> = { 'pricing-effect': 'TOO_FEW_EXPLORED' };
/** The examples that ask by id, and the example whose answer names it. */
const ASKS_FOR: Readonly<Record<string, string>> = {
  decision: 'evaluate-quotes',
  'record-action': 'evaluate-quotes',
  'record-plan-fills': 'plan-execution',
  'replay-decision': 'generate-quote',
  'what-if-quote': 'generate-quote',
  'forecast-batch': 'request-forecast-batch',
  analysis: 'analyse-scenarios',
  'analysis-portfolio': 'analyse-portfolio',
  'analysis-venues': 'analyse-venues',
  'cancel-analysis': 'analyse-scenarios',
  'simulation-run': 'run-simulation',
  'cancel-forecast-batch': 'request-forecast-batch',
  'cancel-simulation-run': 'run-simulation',
};
/** Those whose id is known beforehand. */
const ASKED_BY_NAME: Readonly<Record<string, string>> = { model: MODEL };

interface Answer {
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly errors?: unknown;
}

const folder = temporaryFolder();
let app: NestFastifyApplication;
let url: string;
const ports = memoryPorts();

const alphaWith = (...auctions: readonly AuctionReport[]): InstrumentState =>
  instrumentState(market({ terms: terms({ instrumentId: 'SIM-ALPHA' }) }), { auctions });

/** The instrument that the examples name, at the mid that their prices are written for. */
beforeAll(async () => {
  ports.market.setState(alphaWith(auctionReport()));
  for (const instrumentId of ['SIM-BETA', 'SIM-GAMMA']) {
    ports.market.setState(instrumentState(market({ terms: terms({ instrumentId }) })));
  }
  writeModel(folder, { name: 'metaorder' });
  const modelLibrary = new OnnxModelLibrary({ folder, threads: 1 });
  await ports.models.register((await modelLibrary.list()).entries);
  app = await startApi({ ...ports, modelLibrary });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});

afterAll(() => app.close());

const roleOf = (name: string): Role =>
  /^# (\w+):/.exec(readFileSync(join(FOLDER, `${name}.graphql`), 'utf8'))![1] as Role;

const start = (name: string, ...options: readonly string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [join(FOLDER, 'run.mjs'), name, '--url', url, '--key', keyOf(roleOf(name)), ...options]);

/** What an example prints, as a person at the terminal would get it. */
const printed = async (name: string, ...options: readonly string[]): Promise<string> => {
  const child = start(name, ...options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  await new Promise((ended) => child.on('close', ended));
  return output;
};

const run = async (name: string, ...options: readonly string[]): Promise<Answer> =>
  JSON.parse(await printed(name, ...options)) as Answer;

const answerTo = async (name: string, ...options: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { data, errors } = await run(name, ...options);
  expect(errors).toBeUndefined();
  return Object.values(data).at(-1)!;
};

const idFrom = async (name: string): Promise<string> => {
  const { decisionId, analysisId, batchId, runId } = await answerTo(name);
  return (decisionId ?? analysisId ?? batchId ?? runId) as string;
};

describe('the examples of docs/examples', () => {
  const apart = [...SUBSCRIPTIONS, ...AUCTION, ...TRADE, ...KILL_SWITCH];
  const asked = EXAMPLES.filter((name) => !apart.includes(name));

  it.each(asked)('%s runs as it stands', async (name) => {
    const source = ASKS_FOR[name];
    const id = source === undefined ? ASKED_BY_NAME[name] : await idFrom(source);
    const answer = await answerTo(name, ...(id === undefined ? [] : ['--id', id]));
    expect(answer.code).toBe(REFUSED_AT_FIRST[name]);
  });

  it('one key engages the kill switch, and another one releases it', async () => {
    expect(await answerTo('engage-kill-switch')).toMatchObject({ killSwitch: { isEngaged: true } });
    expect(await answerTo('release-kill-switch')).toMatchObject({ __typename: 'KillSwitchState', isEngaged: false });
  });

  it('those of a trade run one after another', async () => {
    const id = await idFrom('generate-quote');
    const answers = [];
    for (const name of TRADE) answers.push(await answerTo(name, '--id', id));
    expect(answers).toMatchObject([
      { __typename: 'RecordedQuoteOutcome' },
      { __typename: 'FollowedTrade' },
      { trades: 1, waiting: 0, currencies: [{ rows: [{ key: 'Client 1', blocks: 1 }] }] },
    ]);
  });

  it('those of a request for quote run one after another', async () => {
    const id = String((await answerTo('open-quote-request')).quoteRequestId);
    const follower = start('quote-request-updated', '--id', id);
    try {
      const heard = new Promise<string>((hear) => {
        follower.stdout.once('data', (text: Buffer) => {
          hear(text.toString());
        });
      });
      const answers = [];
      for (const name of AUCTION) answers.push(await answerTo(name, '--id', id));
      expect(answers.filter(({ __typename }) => __typename !== 'QuoteRequest')).toEqual([]);
      expect(answers.at(-1)).toMatchObject({ version: 4, status: 'TRADED', filledLots: 20_000 });
      expect((JSON.parse(await heard) as Answer).data).toMatchObject({
        quoteRequestUpdated: { quoteRequest: { version: expect.any(Number) } },
      });
    } finally {
      follower.kill();
    }
  });

  it.each([
    ['decision-made', 'evaluate-quotes'],
    ['forecast-batch-updated', 'request-forecast-batch'],
    ['simulation-run-updated', 'run-simulation'],
    ['analysis-updated', 'analyse-scenarios'],
  ])('%s hears of what %s does', async (name, cause) => {
    const follower = start(name);
    try {
      const heard = new Promise<string>((hear) => {
        follower.stdout.once('data', (text: Buffer) => {
          hear(text.toString());
        });
      });
      const causing = { again: true };
      const causes = (async () => {
        while (causing.again) await answerTo(cause);
      })();
      const event = JSON.parse(await heard) as Answer;
      causing.again = false;
      await causes;
      expect(event.errors).toBeUndefined();
      expect(Object.values(event.data)).toHaveLength(1);
    } finally {
      follower.kill();
    }
  });

  it('plan-updates hears of how a plan stands', async () => {
    const follower = start('plan-updates', '--id', await idFrom('plan-execution'));
    try {
      const heard = new Promise<string>((hear) => {
        follower.stdout.once('data', (text: Buffer) => {
          hear(text.toString());
        });
      });
      const { data, errors } = JSON.parse(await heard) as Answer;
      expect(errors).toBeUndefined();
      expect(data.planUpdates).toMatchObject({ __typename: 'PlanUpdate', phase: 'WORKING', leftQuantity: 20_000 });
    } finally {
      follower.kill();
    }
  });

  it('quote-stream hears of the price as it stands', async () => {
    const follower = start('quote-stream');
    try {
      const heard = new Promise<string>((hear) => {
        follower.stdout.once('data', (text: Buffer) => {
          hear(text.toString());
        });
      });
      const { data, errors } = JSON.parse(await heard) as Answer;
      expect(errors).toBeUndefined();
      expect(data.quoteStream).toMatchObject({ __typename: 'IndicativeQuote', revision: 1 });
    } finally {
      follower.kill();
    }
  });

  it('simulated-auction-ended hears of the next auction', async () => {
    const follower = start('simulated-auction-ended');
    let next = 0;
    const ending = setInterval(() => {
      ports.market.setState(alphaWith(auctionReport({ auctionId: `next ${(next += 1)}` })));
    }, 50);
    try {
      const heard = new Promise<string>((hear) => {
        follower.stdout.once('data', (text: Buffer) => {
          hear(text.toString());
        });
      });
      const { data, errors } = JSON.parse(await heard) as Answer;
      expect(errors).toBeUndefined();
      expect(data.simulatedAuctionEnded).toMatchObject({ source: { kind: 'SIMULATED' }, result: 'TRADED' });
    } finally {
      clearInterval(ending);
      follower.kill();
    }
  });

  it('move their prices to the market of the moment', async () => {
    const ports = memoryPorts();
    ports.market.setSnapshot(market({ bids: [{ price: 249.99, size: 500 }], asks: [{ price: 250.01, size: 500 }] }));
    const elsewhere = await startApi(ports);
    await elsewhere.listen(0, '127.0.0.1');
    const port = (elsewhere.getHttpServer().address() as AddressInfo).port;
    try {
      const { quotes } = await answerTo('evaluate-quotes', '--instrument', 'TEST', '--url', `http://127.0.0.1:${port}`);
      const prices = (quotes as readonly { readonly price: number }[]).map(({ price }) => price);
      expect(prices.sort((a, b) => a - b)).toEqual([250.1, 250.13, 250.15]);
    } finally {
      await elsewhere.close();
    }
  });
});

describe('an example that cannot be sent', () => {
  it.each([
    ['market', 'no address', 'there', /^--url there: that is no address\. Name the address that npm start prints/],
    ['market', 'without http', 'localhost:3000', /^--url localhost:3000: that is no address/],
    [
      'market',
      'a port where nobody is',
      'http://127.0.0.1:1',
      /nothing answers at http:\/\/127\.0\.0\.1:1\/graphql \(/,
    ],
    ['decision-made', 'the same', 'http://127.0.0.1:1', /nothing answers at ws:\/\/127\.0\.0\.1:1\/graphql \(/],
  ])('%s: %s is told by the option and what to do', async (name, _, wrong, said) => {
    expect(await printed(name, '--url', wrong)).toMatch(said);
  });

  it('says what answers where it is another server', async () => {
    const another = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    try {
      await once(another, 'listening');
      const { port } = another.address() as AddressInfo;
      expect(await printed('market', '--url', `http://127.0.0.1:${port}`)).toMatch(
        /is no Footprint \(status 200, "hello"\)/,
      );
    } finally {
      another.close();
    }
  });

  it.each(['market', 'decision-made'])('%s names the key where that is not taken', async (name) => {
    expect(await printed(name, '--key', 'another')).toMatch(/key/);
  });
});

describe('the queries of the documents', () => {
  const ROOT = resolve(import.meta.dirname, '../..');
  const pages = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  const queries = ['README.md', ...pages.map((file) => `docs/${file}`)].flatMap((page) =>
    [
      // A query, and the variables that stand behind it.
      ...readFileSync(join(ROOT, page), 'utf8').matchAll(
        /^```graphql\n([^]*?)^```$(?:\n\n```json\n(\{\n {2}"input"[^]*?)^```$)?/gm,
      ),
    ].map(([, query, variables]) => [page, /\{\s+(\w+)/.exec(query!)![1]!, query!, variables] as const),
  );

  it.each(queries.filter(([, , query]) => !query.startsWith('subscription')))(
    '%s: %s runs as it stands',
    async (_, name, query, variables = '{"id": "unknown"}') => {
      const { data, errors } = await send<Answer['data']>(app, query, JSON.parse(variables) as object, keyOf('admin'));
      expect(errors).toEqual([]);
      // Who names a request, a decision or a model gets to know that there is none such in this market.
      const namesOne = /\$id|quoteRequestId: "|"model": /.test(query + variables);
      expect(data[name]?.code).toEqual(namesOne ? expect.stringMatching(/^UNKNOWN_/) : undefined);
    },
  );
});
