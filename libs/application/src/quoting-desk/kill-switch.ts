import { type Failure, type Result } from '#domain/core';
import { type KillSwitch } from '#domain/quoting';
import { LEAVING_MS } from '#application/generate-quote';
import { type EngagedSwitch, type MarketState, type QuoteBook, type WallClock } from '#application/ports';

interface KillSwitchPorts {
  readonly market: MarketState;
  readonly quoteBook: QuoteBook;
  readonly clock: WallClock;
}

/** Takes back every live quote of the desk. When it resolves, none leaves any more, not even one that was on its way. */
export const engageKillSwitch = async (
  { market, quoteBook, clock }: KillSwitchPorts,
  deskId: string,
  person: string,
  reason: string,
): Promise<EngagedSwitch> => {
  const engaged = await quoteBook.engage(deskId, person, reason, market.now());
  await clock.sleep(LEAVING_MS);
  return engaged;
};

/** By another person than who engaged it. */
export const releaseKillSwitch = (
  { market, quoteBook }: KillSwitchPorts,
  deskId: string,
  person: string,
): Promise<Result<KillSwitch, Failure<'SECOND_PERSON_REQUIRED'>>> => quoteBook.release(deskId, person, market.now());
