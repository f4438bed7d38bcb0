import { exampleCurl } from './example-request.mjs';
import { queryApi } from './query-api.mjs';

const MARKETS = '{ instruments { instrumentId tickSize lotSize source { kind name } } }';

const MARKET =
  'query($id: ID!) { market(instrumentId: $id) { ... on Market { instrumentId mid averageDailyVolume } ... on ExpectedError { message } } }';

/** Tells the person at the terminal what runs, where, with which keys, and one line to try. */
export const announce = async ({ addresses, keys, options }) => {
  const ask = (query, variables) => queryApi(addresses.api, keyOf(keys, 'trader'), query, variables);
  const { instruments } = await ask(MARKETS);
  const [first] = instruments;
  const { market } = await ask(MARKET, { id: first.instrumentId });
  const lines = [
    '',
    `  ${describeMarket(first.source, options.speed)}`,
    '',
    ...table([
      ['instruments', instruments.map(({ instrumentId }) => instrumentId).join(', ')],
      ['playground', `${addresses.api}/`],
      ['GraphQL', `${addresses.api}/graphql`],
      ['health', `${addresses.api}/health  ${addresses.api}/ready`],
      ['metrics', Object.values(addresses).map((address) => `${address}/metrics`)],
      ['logs', `${options.dataFolder}/log`],
    ]),
    '',
    '  Demo keys, sent as header "authorization: Bearer KEY"',
    '',
    ...table(keys.map(({ role, desk, key }) => [`${role}, ${desk}`, key])),
    '',
    '  Three dealers answer a request for quote; this line ranks them:',
    '',
    exampleCurl(addresses.api, keyOf(keys, 'trader'), { ...first, ...market }),
    '',
    '  Ctrl-C stops everything; the data stays.',
    '',
  ];
  process.stdout.write(lines.join('\n'));
};

const describeMarket = ({ kind, name }, speed) => {
  const pace = speed === 1 ? '' : `, ${speed} times as fast`;
  return kind === 'SIMULATED'
    ? `SIMULATED market: ${name}${pace}. Nothing in it is real.`
    : `${kind} market: ${name}${pace}`;
};

const table = (rows) => {
  const width = Math.max(...rows.map(([title]) => title.length));
  return rows.flatMap(([title, value]) =>
    [value].flat().map((line, i) => `  ${(i === 0 ? title : '').padEnd(width)}  ${line}`),
  );
};

const keyOf = (keys, wanted) => keys.find(({ role }) => role === wanted).key;
