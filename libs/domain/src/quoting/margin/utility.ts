/** What a trade at a profit x is worth, in the unit of x: x itself, or exponential utility at a risk aversion above 0. */
export const utilityOf = (x: number, riskAversion: number): number =>
  riskAversion === 0 ? x : -Math.expm1(-riskAversion * x) / riskAversion;
