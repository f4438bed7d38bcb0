const Z = 1.959_963_984_540_054;

/**
 * The .975 quantile of Student's t with `degrees` >= 1 of freedom. Exact for 1 and 2; beyond, the expansion of Cornish and Fisher in
 * 1/degrees to its fourth term (Abramowitz and Stegun 26.7.5), within .2 % from 3 on.
 */
export const studentQuantile975 = (degrees: number): number => {
  if (degrees === 1) return Math.tan(0.475 * Math.PI);
  if (degrees === 2) return 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2));
  return Z + (TERMS[0] + (TERMS[1] + (TERMS[2] + TERMS[3] / degrees) / degrees) / degrees) / degrees;
};

const TERMS = [
  (Z ** 3 + Z) / 4,
  (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
  (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
  (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92_160,
] as const;
