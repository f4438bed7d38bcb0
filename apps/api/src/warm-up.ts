import { midPrice } from '#domain/market-data';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { decidableMarket } from '#application/decidable-market';
import { evaluateQuotes, type EvaluateQuotesPorts } from '#application/evaluate-quotes';

const WARM_UP_CALLS = 300;

/**
 * Evaluates made-up quotes in the live market until the engine has compiled the path, so that no trader waits for it.
 * `ports.decisions` must not be the real log. Resolves to false while there is no market to evaluate in.
 */
export const warmUp = async (ports: EvaluateQuotesPorts): Promise<boolean> => {
  const market = ports.market
    .instruments()
    .map((id) => decidableMarket(ports.market, id))
    .find((one) => one.ok);
  if (market === undefined) return false;
  const mid = midPrice(market.value);
  const { instrumentId, lotSize, contractMultiplier } = market.value.terms;
  const desk = { deskId: 'warm-up', name: 'warm-up', riskAversion: 0.1, quoting: DEFAULT_QUOTING_POLICY };
  for (let i = 0; i < WARM_UP_CALLS; i += 1) {
    await evaluateQuotes(ports, desk, {
      instrumentId,
      side: i % 2 === 0 ? 'BUY' : 'SELL',
      quantity: (100 * lotSize) / contractMultiplier,
      quantityUnit: 'CONTRACTS',
      horizonSeconds: 1_800,
      quotes: Array.from({ length: 10 }, (_, dealer) => ({
        dealer: `dealer ${dealer}`,
        price: mid * (1 + (dealer - 5) / 1e4),
        validForMs: 10_000,
      })),
      idempotencyKey: `warm-up-${i}`,
    });
  }
  return true;
};
