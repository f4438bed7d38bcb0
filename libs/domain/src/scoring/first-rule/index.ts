// How quotes were scored before dealers had profiles: kept so that the decisions of that time replay.
export { advise, type AdvisedAction, type Advice } from './advice.js';
export { rankQuotes } from './rank.js';
export { SCORE_TERM_BASIS, scoreQuote, type ScoreTerms, type TermBasis, type UnscoredQuote } from './score.js';
