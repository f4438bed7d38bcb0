/** Regular hours of the US stock exchanges, in nanoseconds after midnight New York. Half days close earlier; no file says so. */
export const US_EQUITY_HOURS = { openNs: 34_200e9, closeNs: 57_600e9 } as const;

/** Sizes in shares; prices in 1/10,000 USD, in steps of a cent (Regulation NMS, rule 612, for prices of 1 USD and more). */
export const US_EQUITY_PRICES = { priceUnitsPerCurrency: 10_000, sizeUnitsPerUnit: 1, tickUnits: 100 } as const;

/** What a recording of a US stock says of it without saying so. */
export const US_EQUITY_TERMS = {
  kind: 'EQUITY',
  currency: 'USD',
  tradingHours: { timeZone: 'America/New_York', sessions: [{ opens: '09:30', closes: '16:00' }] },
} as const;
