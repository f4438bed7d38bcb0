import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parametricForecast } from '#domain/impact';
import { MARKOUT_SECONDS } from '#domain/rfq';
import {
  bestByDraws,
  DealerHistory,
  DEFAULT_DEALER_PRIORS,
  DEFAULT_SCORING_SETTINGS,
  fairValue,
  quoteErrorOf,
  scoreQuoteTerms,
} from '#domain/scoring';
import { decideEvaluateQuotes, forecastRequests } from '#application/evaluate-quotes';
import { figure } from '../figures.mjs';
import { openBare } from '../impact/bare.mjs';
import { readPart } from '../impact/served.mjs';
import { DESK, FEATURES, MARKET } from '../market.mjs';
import { quantile } from '../statistics.mjs';

const WARM_UP_CALLS = 3_000;
const GOAL_P99 = 10;
const GOAL_P99_WITHOUT_DRAWS = 4;
const DEALERS = Array.from({ length: 10 }, (_, i) => `DEALER-${i}`);
const MID = 100;

const { folder, quick } = readPart();
const rounds = quick ? 7 : 21;
const callsPerRound = quick ? 500 : 2_000;

const [name, version] = ['metaorder', '1.0.0'];
const manifest = JSON.parse(await readFile(path.join(folder, name, version, 'manifest.json'), 'utf8'));
const bare = (await openBare(folder, manifest))(1);
const profiles = new DealerHistory(DEALERS, MARKOUT_SECONDS.length).profiles(DEFAULT_DEALER_PRIORS);

/** Of ten dealers, every other with a last look; prices differ from call to call. */
const quotesOf = (call) =>
  DEALERS.map((dealer, i) => ({
    dealer,
    price: MID + 0.02 + ((i * 7 + call) % 10) / 100,
    quantity: 20_000,
    validForMs: 60_000,
    lastLookMs: (i % 2) * 200,
    ageSeconds: i / 4,
    midMovedBps: 0,
  }));

const scored = (call) => {
  const quotes = quotesOf(call);
  const fair = fairValue(
    { meanBps: 5, sdBps: 2 },
    quotes.map(({ dealer, price }, i) => ({
      dealer,
      costBps: ((price - MID) / MID) * 1e4,
      stalenessSdBps: 0.1,
      error: quoteErrorOf(profiles[i]),
    })),
  );
  const context = {
    side: 'BUY',
    quantity: 20_000,
    feesAndSettlementBps: 0.2,
    arrivalMid: MID,
    fair,
    askAnewBps: fair.costBps - 1,
    expiryCostMinBps: 0,
  };
  const counterpartyBps = { value: 0, sd: 0.1, evidence: 0, basis: 'PRIOR' };
  return {
    fair,
    scores: quotes.map((quote, i) =>
      scoreQuoteTerms(context, { quote, profile: profiles[i], settlementBps: 0, counterpartyBps }),
    ),
  };
};

const scoredAndDrawn = (call) => {
  const { fair, scores } = scored(call);
  return bestByDraws(scores, fair, `decision ${call}`);
};

const request = { instrumentId: 'BENCH', side: 'BUY', quantity: 20_000, horizonSeconds: 1_800 };
const forecasts = forecastRequests(request, [], MARKET, FEATURES).map(parametricForecast);

/** The whole decision behind the forecasts: views and advice too. */
const decided = (call) =>
  decideEvaluateQuotes({
    rule: 3,
    decisionId: `decision ${call}`,
    decidedAt: MARKET.exchangeTime,
    request,
    quotes: quotesOf(call),
    awaited: [],
    secondsLeft: 0,
    further: [],
    market: MARKET,
    features: FEATURES,
    riskAversion: DESK.riskAversion,
    scoring: DEFAULT_SCORING_SETTINGS,
    profiles,
    forecasts,
  });

const works = { bare, scored, scoredAndDrawn, decided };
const names = Object.keys(works);

/** Calls in turn, one of each: what disturbs the machine disturbs all of them alike. */
const interleavedCalls = async (count) => {
  const times = Object.fromEntries(names.map((one) => [one, new Float64Array(count)]));
  for (let i = 0; i < count; i += 1) {
    for (const one of names) {
      const start = process.hrtime.bigint();
      const answer = works[one](i);
      if (one === 'bare') await answer;
      times[one][i] = Number(process.hrtime.bigint() - start) / 1000;
    }
  }
  return times;
};

await interleavedCalls(quick ? WARM_UP_CALLS / 3 : WARM_UP_CALLS);
const measured = [];
for (let round = 0; round < rounds; round += 1) measured.push(await interleavedCalls(callsPerRound));

const ratio = (one, probability, goal) =>
  figure(
    `scoring.${one}.p${100 * probability}Ratio`,
    'ratio',
    measured.map((times) => quantile(times[one], probability) / quantile(times.bare, probability)),
    { goal, better: 'lower' },
  );
const figures = [
  ratio('scoredAndDrawn', 0.99, GOAL_P99),
  ratio('scored', 0.99, GOAL_P99_WITHOUT_DRAWS),
  ratio('decided', 0.99, null),
  ...['scoredAndDrawn', 'scored', 'decided'].map((one) => ratio(one, 0.5, null)),
  ...names.flatMap((one) =>
    [0.5, 0.99].map((probability) =>
      figure(
        `scoring.${one}.p${100 * probability}Us`,
        'us',
        measured.map((times) => quantile(times[one], probability)),
        { better: 'lower' },
      ),
    ),
  ),
];
console.log(JSON.stringify(figures));
process.exit(0);
