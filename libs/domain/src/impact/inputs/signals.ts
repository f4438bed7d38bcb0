import { type ImpactInput } from './definition.js';
import { feature, lnRatio, oriented } from './market-feature.js';

const TRADING_DAYS_PER_YEAR = 252;

const impliedVolatility = feature('impliedVolatility');
const nextEvent = feature('nextEventSeconds');

export const SIGNAL_INPUTS: readonly ImpactInput[] = [
  {
    name: 'lnImpliedToDailyVolatility',
    group: 'signals',
    unit: 'log',
    formula: 'ln(impliedVolatility / (sig sqrt(252)))',
    inQuantity: 'NONE',
    read: (situation) =>
      lnRatio(impliedVolatility(situation), situation.dailyVolatility * Math.sqrt(TRADING_DAYS_PER_YEAR)),
  },
  {
    name: 'sentiment',
    group: 'signals',
    unit: 'score',
    formula: "sentiment; positive in the order's own direction",
    inQuantity: 'NONE',
    read: oriented('sentiment'),
  },
  {
    name: 'lnNextEventSeconds',
    group: 'signals',
    unit: 'log',
    formula: 'ln(1 + nextEventSeconds)',
    inQuantity: 'NONE',
    read: (situation) => Math.log1p(nextEvent(situation)),
  },
];
