/** What the rules take the market to be. */
export type MarketRegime = 'CALM' | 'TENSE' | 'STRESSED';
