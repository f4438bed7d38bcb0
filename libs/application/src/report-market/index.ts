export { impactStudy, type ImpactStudy } from './impact-study.js';
export { marketReport, type MarketReport } from './market-report.js';
export { observeSession, type ObservedSession } from './observe-session.js';
