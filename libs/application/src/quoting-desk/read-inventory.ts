import { type KillSwitch } from '#domain/quoting';
import { type DeskPosition, type MarketState, type QuoteBook } from '#application/ports';

/** What a dealer's desk holds and has out, and whether anything may leave. */
export interface Inventory {
  readonly positions: readonly DeskPosition[];
  readonly liveQuotes: number;
  readonly killSwitch: KillSwitch;
}

export const readInventory = async (
  { market, quoteBook }: { readonly market: MarketState; readonly quoteBook: QuoteBook },
  deskId: string,
): Promise<Inventory> => {
  const [positions, liveQuotes, killSwitch] = await Promise.all([
    quoteBook.positions(deskId),
    quoteBook.liveQuotes(deskId, market.now()),
    quoteBook.killSwitch(deskId),
  ]);
  return { positions, liveQuotes, killSwitch };
};
