import { exampleCurl } from './example-request.mjs';
import { queryApi } from './query-api.mjs';

const MARKETS = '{ instruments { instrumentId tickSize lotSize source { kind name } } }';

const TRADABLE_WITHIN_TRIES = 40;
const TRY_AGAIN_MS = 500;
const MARKET =
  'query($id: ID!) { market(instrumentId: $id) { ... on Market { instrumentId mid averageDailyVolume } ... on ExpectedError { message } } }';

/** Tells the person at the terminal what runs, where, with which keys, and one line to try. */
export const announce = async ({ addresses, keys, options }) => {
  const ask = (query, variables) => queryApi(addresses.api, keyOf(keys, 'trader'), query, variables);
  const { instruments } = await ask(MARKETS);
  const { programme } = await (await fetch(`${addresses.feed}/health`)).json();
  const market = await tradableMarket(instruments, ask);
  const lines = [
    '',
    `  ${describeMarket(instruments, options.speed)}`,
    '',
    ...table([
      ['instruments', instruments.map(({ instrumentId }) => instrumentId).join(', ')],
      ...laterDays(programme, instruments),
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
    ...(market === undefined
      ? ['  Nothing can be traded at the moment: every market is halted, closed or one-sided.']
      : [
          '  Three dealers answer a request for quote; this line ranks them:',
          '',
          exampleCurl(addresses.api, keyOf(keys, 'trader'), market),
        ]),
    '',
    '  Ctrl-C stops everything; the data stays.',
    '',
  ];
  process.stdout.write(lines.join('\n'));
};

/** The first instrument that can be traded, with its terms and its mid; undefined when none can for a while. */
const tradableMarket = async (instruments, ask) => {
  for (let tries = 0; tries < TRADABLE_WITHIN_TRIES; tries += 1) {
    for (const instrument of instruments) {
      const { market } = await ask(MARKET, { id: instrument.instrumentId });
      if (market.mid !== undefined) return { ...instrument, ...market };
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
  return undefined;
};

const describeMarket = (instruments, speed) => {
  const [{ kind }] = instruments.map(({ source }) => source);
  const names = [...new Set(instruments.map(({ source }) => source.name))].join(', ');
  const pace = speed === 1 ? '' : `, ${speed} times as fast`;
  return kind === 'SIMULATED'
    ? `SIMULATED market: ${names}${pace}. Nothing in it is real.`
    : `${kind} market: ${names}${pace}`;
};

/** Days play one after the other: what of the programme is not on now. */
export const laterDays = (programme, instruments) => {
  const later = programme.filter((name) => !instruments.some(({ source }) => source.name === name));
  return later.length === 0 ? [] : [['other days', later]];
};

const table = (rows) => {
  const width = Math.max(...rows.map(([title]) => title.length));
  return rows.flatMap(([title, value]) =>
    [value].flat().map((line, i) => `  ${(i === 0 ? title : '').padEnd(width)}  ${line}`),
  );
};

const keyOf = (keys, wanted) => keys.find(({ role }) => role === wanted).key;
