/** Side of the client's order, FIX tag 54. */
export type Side = 'BUY' | 'SELL';

/** `s` of the sign rule: +1 client buys, -1 client sells; cost = s * (paid - benchmark), positive is worse. */
export const sideSign = (side: Side): 1 | -1 => (side === 'BUY' ? 1 : -1);
