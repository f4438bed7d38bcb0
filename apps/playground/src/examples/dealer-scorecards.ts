import { type Example } from './example.js';

export const DEALER_SCORECARDS: Example = {
  name: 'DealerScorecards',
  role: 'trader',
  query: `# Trader: what this desk's own requests say of the dealers it asked, at equal difficulty.
# There is no figure before 20 observations; ask dealers, lift a quote and record what became of it.
query DealerScorecards {
  dealerScorecards {
    requests
    scorecards {
      dealer
      requests
      quoted
      traded
      responseRate { ...Figure }
      hitRatio { ...Figure }
      spreadToFairBps { ...Figure }
      rank { ...Figure }
      coverDistanceBps { ...Figure }
      rejectRate { ...Figure }
      markoutsBps { seconds figure { ...Figure } }
      leakage { lost controls leakage { bps low high } }
    }
  }
}

fragment Figure on ScorecardFigure { count estimate { value low high unadjusted } }
`,
  variables: () => ({}),
};
