/** A market of Avellaneda and Stoikov, "High-frequency trading in a limit order book", Quantitative Finance 8(3), 2008. */
export interface AvellanedaStoikov {
  /** gamma, positive: per unit of currency. */
  readonly riskAversion: number;
  /** sig: currency per square root of the unit of time. */
  readonly volatility: number;
  /** k: how fast fills vanish with the distance, per unit of currency. */
  readonly fillDecay: number;
}

/** `r = S - q gamma sig^2 (T - t)`: where the dealer is indifferent. */
export const reservationPrice = (
  { riskAversion, volatility }: AvellanedaStoikov,
  price: number,
  inventory: number,
  timeLeft: number,
): number => price - inventory * riskAversion * volatility ** 2 * timeLeft;

/** `gamma sig^2 (T - t) + (2 / gamma) ln(1 + gamma / k)`: offer less bid, around the reservation price. */
export const optimalSpread = ({ riskAversion, volatility, fillDecay }: AvellanedaStoikov, timeLeft: number): number =>
  riskAversion * volatility ** 2 * timeLeft + (2 / riskAversion) * Math.log1p(riskAversion / fillDecay);

/** A market of Gueant, Lehalle and Fernandez-Tapia: also how often somebody would trade at the mid. */
export interface Glft extends AvellanedaStoikov {
  /** A: fills per unit of time at distance 0. */
  readonly fillRate: number;
}

/**
 * Distance of bid (side -1, the client sells) or offer (+1, the client buys) from the mid far from the end (reference 5; Gueant,
 * Lehalle and Fernandez-Tapia, Mathematics and Financial Economics 7(4), 2013, 4.4):
 * `(1/gamma) ln(1 + gamma/k) + (1 -+ 2 q)/2 sqrt(sig^2 gamma / (2 A k) (1 + gamma/k)^(k/gamma + 1))`, q long being cheap to sell.
 */
export const glftDistance = (
  { riskAversion, volatility, fillDecay, fillRate }: Glft,
  clientSide: 1 | -1,
  inventory: number,
): number => {
  const ratio = riskAversion / fillDecay;
  const slope = Math.sqrt(
    ((volatility ** 2 * riskAversion) / (2 * fillRate * fillDecay)) * Math.exp((1 / ratio + 1) * Math.log1p(ratio)),
  );
  return Math.log1p(ratio) / riskAversion + (0.5 - clientSide * inventory) * slope;
};
