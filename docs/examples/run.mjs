import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const USAGE = `Sends one of the examples beside this file to a running Footprint and prints the answer.

  node docs/examples/run.mjs NAME [options]

  NAME             a file's name without its ending, such as evaluate-quotes
  --id ID          for the examples that ask by id
  --instrument ID  another instrument than the example's; prices move to its market
  --url URL        of the api (default http://127.0.0.1:3000)
  --data DIR       data folder of the npm start, for its demo keys (default var)
  --key KEY        another API key than the demo key of the example's role
`;

// The prices in the examples stand around this mid; they are moved to the mid of now.
const WRITTEN_FOR_MID = 100;
const PRICES = ['price', 'midAfter', 'lastMid'];
/** Of a quote, which names a request and no instrument. */
const WRITTEN_FOR_INSTRUMENT = 'SIM-ALPHA';

const MARKET = `query ($id: ID!) {
  instruments { instrumentId tickSize }
  market(instrumentId: $id) { ... on Market { mid } ... on ExpectedError { message } }
}`;

const readOptions = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        id: { type: 'string' },
        instrument: { type: 'string' },
        url: { type: 'string', default: 'http://127.0.0.1:3000' },
        data: { type: 'string', default: 'var' },
        key: { type: 'string' },
      },
    });
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
};

const { values: options, positionals } = readOptions();

const fileOf = (name, ending) => new URL(`${name}.${ending}`, import.meta.url);

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

const run = async (name) => {
  const query = readFileSync(fileOf(name, 'graphql'), 'utf8');
  // The first line says whose key it takes: "# trader: ...".
  const key = options.key ?? demoKey(/^# (\w+):/.exec(query)[1]);
  if (/^subscription\b/m.test(query)) return follow(query, await variablesOf(name, key), key);
  const answer = await ask(query, await variablesOf(name, key), key);
  print(answer);
  if (answer.errors !== undefined) process.exitCode = 1;
};

const variablesOf = async (name, key) => {
  if (!existsSync(fileOf(name, 'json'))) return idOnly();
  const variables = JSON.parse(readFileSync(fileOf(name, 'json'), 'utf8'));
  const request = variables.input ?? variables;
  for (const one of [request, ...(request.orders ?? request.blocks ?? []), ...(request.legs ?? [])]) {
    if ('instrumentId' in one) one.instrumentId = options.instrument ?? one.instrumentId;
  }
  if ('id' in variables) variables.id = options.id ?? variables.id;
  if ('quoteRequestId' in request) request.quoteRequestId = options.id ?? request.quoteRequestId;
  // A repeat with the same key would get the first decision again.
  if ('idempotencyKey' in request) request.idempotencyKey += `-${randomUUID()}`;
  const priced = [request, request.offer ?? {}, ...(request.quotes ?? request.hedges ?? request.fills ?? [])].filter(
    (one) => PRICES.some((name) => name in one),
  );
  const instrumentId = request.instrumentId ?? options.instrument ?? WRITTEN_FOR_INSTRUMENT;
  if (priced.length > 0) await moveToMarket(instrumentId, priced, key);
  return variables;
};

const idOnly = () => (options.id === undefined ? {} : { id: options.id });

const moveToMarket = async (instrumentId, priced, key) => {
  const { data, errors } = await ask(MARKET, { id: instrumentId }, key);
  const problem = errors?.[0].message ?? data.market.message;
  if (problem !== undefined) throw new Error(problem);
  const { tickSize } = data.instruments.find((one) => one.instrumentId === instrumentId);
  for (const one of priced) {
    for (const name of PRICES.filter((price) => price in one)) {
      const ticks = Math.round((one[name] * data.market.mid) / WRITTEN_FOR_MID / tickSize);
      one[name] = Number((ticks * tickSize).toPrecision(12));
    }
  }
};

/** Where GraphQL is, over http or over ws. */
const graphqlUrl = (protocol) => {
  if (!/^https?:/.test(options.url) || !URL.canParse(options.url)) throw wrongUrl('that is no address');
  return `${options.url.replace(/\/+$/, '')}/graphql`.replace(/^http/, protocol);
};

const wrongUrl = (reason) =>
  new Error(
    `--url ${options.url}: ${reason}. Name the address that npm start prints beside "playground", such as http://127.0.0.1:3000.`,
  );

const ask = async (query, variables, key) => {
  const url = graphqlUrl('http');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  }).catch((error) => {
    throw wrongUrl(`nothing answers at ${url} (${error.cause?.message ?? error.message})`);
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw wrongUrl(
      `what answers at ${url} is no Footprint (status ${response.status}, ${JSON.stringify(text.slice(0, 60))})`,
    );
  }
};

/** Prints events until it is stopped. */
const follow = async (query, variables, key) => {
  const url = graphqlUrl('ws');
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
  });
  try {
    for await (const event of client.iterate({ query, variables })) print(event);
  } catch (error) {
    throw whyNotFollowed(url, error);
  }
};

const whyNotFollowed = (url, error) => {
  // The socket's own event, for a connection that was never opened.
  if (error.type === 'error') return wrongUrl(`nothing answers at ${url} (${error.message})`);
  if (/"connection_error"/.test(error.message))
    return new Error('the api does not take this key: name another with --key');
  if (/^Invalid message/.test(error.message))
    return wrongUrl(`what answers at ${url} is no Footprint (${error.message})`);
  return error;
};

const demoKey = (role) => {
  const file = `${options.data}/demo-keys.json`;
  if (!existsSync(file)) throw new Error(`there is no ${file}: name the data folder with --data, or a key with --key`);
  return JSON.parse(readFileSync(file, 'utf8')).keys.find((key) => key.role === role).key;
};

const print = (answer) => console.log(JSON.stringify(answer, undefined, 2));

const [name] = positionals;
if (!names.includes(name)) {
  if (name !== undefined) console.error(`There is no example "${name}".\n`);
  process.stdout.write(`${USAGE}\nExamples: ${names.join(', ')}\n`);
  process.exit(name === undefined ? 0 : 2);
}
try {
  await run(name);
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exit(1);
}
