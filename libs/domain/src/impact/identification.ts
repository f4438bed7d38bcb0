/** From which kind of data a forecast's numbers are identified (reference 1, "What can be identified"). */
export const IDENTIFICATIONS = ['PUBLISHED_COEFFICIENTS', 'PUBLIC_TAPE', 'REAL_ORDERS', 'SIMULATED'] as const;

export type Identification = (typeof IDENTIFICATIONS)[number];
