import { type AnalysisMethod } from '#application/compute-analysis';
import { type PortfolioInputs } from './portfolio-inputs.js';
import {
  PortfolioAnalysis,
  portfolioParts,
  type PartAnswer,
  type PartFailure,
  type PortfolioAnalysisPorts,
} from './portfolio-part.js';

/** A row of an analysis: one part, or why no model answers it. */
export type PortfolioRow = PartAnswer | PartFailure;

/** Analyses whose parts are in hand: more are begun anew, which costs time and nothing else. */
const KEPT_MOST = 4;

/** Rows of a portfolio: one per part, each by one call of the model for all blocks. */
export const portfolioMethod = (ports: PortfolioAnalysisPorts): AnalysisMethod => {
  // Parts of one analysis are jobs of their own, and what its instruments have in common is most of their work.
  const kept = new Map<string, PortfolioAnalysis>();
  const analysisOf = (text: string, inputs: PortfolioInputs): PortfolioAnalysis => {
    const analysis = kept.get(text) ?? new PortfolioAnalysis(ports, inputs);
    kept.delete(text);
    kept.set(text, analysis);
    if (kept.size > KEPT_MOST) kept.delete(kept.keys().next().value!);
    return analysis;
  };
  return {
    rows: async (text, from, to) => {
      const inputs = JSON.parse(text) as PortfolioInputs;
      const analysis = analysisOf(text, inputs);
      try {
        const rows: PortfolioRow[] = [];
        for (const part of portfolioParts(inputs).slice(from, to)) {
          const answer = await analysis.part(part);
          rows.push(answer.ok ? answer.value : answer.error);
        }
        return rows;
      } catch (error) {
        kept.delete(text);
        throw error;
      }
    },
  };
};
