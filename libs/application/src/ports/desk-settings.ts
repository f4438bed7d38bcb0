import { type QuotingPolicy } from '#domain/quoting';

/** What a desk decides about itself. */
export interface DeskSettings {
  readonly deskId: string;
  readonly name: string;
  /** kappa of `E[cost] + kappa x CVaR` (reference 4): weight of the bad outcomes when alternatives are compared. */
  readonly riskAversion: number;
  /** How it quotes as a dealer, and within what. */
  readonly quoting: QuotingPolicy;
}

export interface DeskSettingsStore {
  /** undefined when there is no such desk. */
  find(deskId: string): Promise<DeskSettings | undefined>;
}
