import { KeyedRng, seededRng } from '#domain/core';
import { lastLookCostBps, lastLookRejectProbability } from '#domain/rfq';
import { DEFAULT_DIFFUSIVE_MARKET, referenceAuctions, referenceDealer } from '#domain/simulation';

/** What every dealer knows a block costs to hedge, and so does the model. */
const HEDGE_BPS = 4;
/** What clients' flow tells of the mid to come: dealers sense it with an error, the model knows its law only. */
const SIGNAL_SD_BPS = 3;
/** Losers have moved the mid by then. */
const MARKOUT_SECONDS = 10;

const HALF_NORMAL = { mean: Math.sqrt(2 / Math.PI), sd: Math.sqrt(1 - 2 / Math.PI) };

/** The model's fair cost before any quote: hedge and what clients are expected to know. */
export const PRIOR = {
  meanBps: HEDGE_BPS + SIGNAL_SD_BPS * HALF_NORMAL.mean,
  sdBps: SIGNAL_SD_BPS * HALF_NORMAL.sd,
};

const VOLATILITY = DEFAULT_DIFFUSIVE_MARKET.volatilityBpsPerSqrtSecond;

/** Of the instrument. */
export const FEES_BPS = 0.2;

/** Working the order instead: stated. */
export const WORK_ORDER = { meanBps: 14, sdBps: 20 };

/** Of what a counterparty turns out to be worth, about its prior mean of 0. */
export const COUNTERPARTY_SD_BPS = 0.3;

/**
 * Ten dealers of one draw, each with its own bias, error, times, last look, leakage, settlement and counterparty. `dispersion`: how far
 * quotes lie apart, 1 for a standard deviation of about 2 bps.
 */
export const drawWorld = (seed, dispersion = 1) => {
  const rng = seededRng(seed);
  const within = (low, high) => low + (high - low) * rng.uniform();
  return worldOf(
    Array.from({ length: 10 }, () => {
      const lastLook = rng.uniform() < 0.6 ? { holdSeconds: within(0.2, 4), thresholdBps: within(0, 1) } : null;
      return {
        biasBps: 1 + dispersion * 1.2 * rng.normal() - optionBps(lastLook),
        errorSdBps: dispersion * within(0.8, 2.5),
        responseProbability: within(0.5, 0.95),
        medianSeconds: within(0.5, 3),
        validSeconds: within(3, 40),
        lastLook,
        leakageBps: within(0, 0.8),
        settlementBps: within(0, 0.6),
        counterpartyBps: COUNTERPARTY_SD_BPS * rng.normal(),
      };
    }),
  );
};

/** Who may refuse quotes tighter by what that saves him. */
const optionBps = (lastLook) => (lastLook === null ? 0 : lastLookCostBps(lastLook, VOLATILITY));

/** Dealers who differ in nothing, and always answer. */
export const equalWorld = (count, errorSdBps) =>
  worldOf(
    Array.from({ length: count }, () => ({
      biasBps: 0,
      errorSdBps,
      responseProbability: 1,
      medianSeconds: 1,
      validSeconds: 1_000,
      lastLook: null,
      leakageBps: 0,
      settlementBps: 0,
      counterpartyBps: 0,
    })),
  );

const worldOf = (dealers) => ({ dealers, names: dealers.map((_, i) => `D${i + 1}`) });

/** What a dealer's last look truly does. */
export const trueReject = ({ lastLook }) => {
  if (lastLook === null) return { probability: 0, moveBps: 0 };
  const probability = lastLookRejectProbability(lastLook, VOLATILITY);
  return { probability, moveBps: lastLookCostBps(lastLook, VOLATILITY) / probability };
};

/** Parameters of its auctions under a seed; `windowSeconds` leave everybody time to answer and the client to act. */
export const simulationOf = ({ dealers, names }, seed, requests) => {
  const reference = referenceAuctions(seed);
  return {
    auctions: {
      ...reference,
      rules: { ...reference.rules, windowSeconds: 20, markoutSeconds: [MARKOUT_SECONDS] },
      clients: {
        ...reference.clients,
        tiers: [{ name: 'ALL', share: 1, reservation: { mean: ANY_PRICE, sd: 1 }, informedProbability: 1 }],
        quantityLogSd: 0.8,
        signalSdBps: SIGNAL_SD_BPS,
      },
      dealers: dealers.map((dealer, i) => dealerOf(names[i], dealer)),
    },
    market: DEFAULT_DIFFUSIVE_MARKET,
    requests,
    requestsPerSecond: 1 / 600,
  };
};

/** In half-spreads: nobody passes for the price. */
const ANY_PRICE = 1_000;

const dealerOf = (name, dealer) =>
  referenceDealer(name, {
    responseProbability: dealer.responseProbability,
    responseDelay: { medianSeconds: dealer.medianSeconds, logSd: dealer.medianSeconds === 1 ? 0 : 0.6 },
    quoteValidSeconds: dealer.validSeconds,
    lastLook: dealer.lastLook,
    leakage: { driftBps: dealer.leakageBps, overSeconds: MARKOUT_SECONDS, preHedgedShare: 0 },
    valueErrorBps: dealer.errorSdBps,
    quoting: {
      kind: 'ENGINE',
      engine: {
        reference: 'MID_NOW',
        pricesSidesApart: true,
        markupBps: ({ valueSignalBps }, side) => HEDGE_BPS + dealer.biasBps + side * valueSignalBps,
      },
    },
  });

/** Panels by lot: `sizes` dealers at least and at most, the same for all policies of a seed. */
export const panelsByLot = (seed, least, most) => {
  const rng = new KeyedRng(seed);
  return ({ index }, dealers) => {
    rng.select(index, PANEL);
    const size = least + rng.below(most - least + 1);
    const all = Array.from({ length: dealers }, (_, i) => i);
    for (let i = 0; i < size; i += 1) {
      const other = i + rng.below(dealers - i);
      [all[i], all[other]] = [all[other], all[i]];
    }
    return all.slice(0, size);
  };
};

const PANEL = 1;

/** What a block is worth to a dealer who knows what the client knows: for judging only. */
export const worthOf = ({ side }, { signalBps }) => HEDGE_BPS + side * signalBps;
