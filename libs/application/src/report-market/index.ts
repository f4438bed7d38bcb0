export { impactStudy, type ImpactStudy, type OrderKind } from './impact-study.js';
export { marketReport, type MarketReport, type RowsOfRecording } from './market-report.js';
export { observeSession, type ObservedSession } from './observe-session.js';
