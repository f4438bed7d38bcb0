/** What a desk decides about itself. */
export interface DeskSettings {
  readonly deskId: string;
  readonly name: string;
  /** kappa of `E[cost] + kappa x CVaR` (reference 4): weight of the bad outcomes when alternatives are compared. */
  readonly riskAversion: number;
  /** Fixed margin per side of a generated quote. */
  readonly marginBps: number;
  /** A generated quote is never tighter than this, offer minus bid. */
  readonly minSpreadBps: number;
}

export interface DeskSettingsStore {
  /** undefined when there is no such desk. */
  find(deskId: string): Promise<DeskSettings | undefined>;
}
