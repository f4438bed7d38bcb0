/** Where a request stands. OPEN takes quotes and responses; the others say how it ended, whatever was filled by then. */
export type RfqStatus = 'OPEN' | 'TRADED' | 'PASSED' | 'DONE_AWAY' | 'EXPIRED';

/** How a request may end, and what may be learned of it later: who let it go may have traded it elsewhere. */
export const REQUEST_MOVES: Readonly<Record<RfqStatus, readonly RfqStatus[]>> = {
  OPEN: ['TRADED', 'PASSED', 'DONE_AWAY', 'EXPIRED'],
  PASSED: ['DONE_AWAY'],
  EXPIRED: ['DONE_AWAY'],
  DONE_AWAY: [],
  TRADED: [],
};

/**
 * Where one dealer of the panel stands: ASKED and silent; QUOTED; COUNTERED: the client named a price and his quote is
 * off; WITHDRAWN and DECLINED by himself; TAKEN: hit or lifted, and to be filled or rejected; FILLED, REJECTED: what became
 * of the last taking; PASSED: the client is through with him.
 */
export type DealerStatus =
  'ASKED' | 'QUOTED' | 'COUNTERED' | 'WITHDRAWN' | 'DECLINED' | 'TAKEN' | 'FILLED' | 'REJECTED' | 'PASSED';

/** What happens between the client and one dealer. */
export type DealerMove = 'QUOTE' | 'WITHDRAW' | 'DECLINE' | 'TAKE' | 'COUNTER' | 'PASS' | 'FILL' | 'REJECT';

/**
 * The transition table. A quote is taken once: what a partial taking leaves of it lapses, and a dealer who would trade
 * more quotes again. FILL stays in TAKEN while lots of the taking are unsettled.
 */
export const DEALER_MOVES: Readonly<Record<DealerStatus, Readonly<Partial<Record<DealerMove, DealerStatus>>>>> = {
  ASKED: { QUOTE: 'QUOTED', DECLINE: 'DECLINED', PASS: 'PASSED' },
  QUOTED: {
    QUOTE: 'QUOTED',
    WITHDRAW: 'WITHDRAWN',
    DECLINE: 'DECLINED',
    TAKE: 'TAKEN',
    COUNTER: 'COUNTERED',
    PASS: 'PASSED',
  },
  COUNTERED: { QUOTE: 'QUOTED', WITHDRAW: 'WITHDRAWN', DECLINE: 'DECLINED', PASS: 'PASSED' },
  WITHDRAWN: { QUOTE: 'QUOTED', DECLINE: 'DECLINED', PASS: 'PASSED' },
  DECLINED: { QUOTE: 'QUOTED', PASS: 'PASSED' },
  TAKEN: { FILL: 'FILLED', REJECT: 'REJECTED' },
  FILLED: { QUOTE: 'QUOTED', DECLINE: 'DECLINED', PASS: 'PASSED' },
  REJECTED: { QUOTE: 'QUOTED', DECLINE: 'DECLINED', PASS: 'PASSED' },
  PASSED: {},
};
