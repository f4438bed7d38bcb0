// How quotes were scored before dealers had profiles: kept so that the decisions of that time replay.
export { advise } from './advice.js';
export { rankQuotes } from './rank.js';
export { SCORE_TERM_BASIS, scoreQuote, type ScoreTerms } from './score.js';
