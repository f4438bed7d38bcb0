/** Why features of the quote are missing. */
export const NO_MID = 'the market is closed or halted, the book one-sided or crossed';
/** Why sums and rates over a window are missing. */
export const NOT_FULL = 'the session has not yet been followed for the whole window';
