import { beforeAll, describe, expect, it } from '@jest/globals';
import { simulationPage } from '#adapters/html-report';
import { simulationReport, type SimulationReport } from '#application/report-simulation';
import { simulateSessions } from '#application/simulate-sessions';
import { LIQUID_STOCK, type MarketParameters } from '#domain/simulation';
import { markupFaults } from '../factories/markup.js';

const SHORT: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 900, warmUpSeconds: 60 };

const reportOf = async (parameters: MarketParameters) => {
  const market = { parameters, instrumentId: 'SIM <A>', seed: 3 };
  const sessions = simulateSessions({ ...market, days: 1 });
  if (!sessions.ok) throw new Error(sessions.error.message);
  const said: string[] = [];
  const report = await simulationReport(
    { ...market, sessions: sessions.value, seeds: 6, requests: 300 },
    (stage, done, of) => {
      if (done === of) said.push(stage);
    },
  );
  if (!report.ok) throw new Error(report.error.message);
  return { report: report.value, said };
};

describe('the report of a simulated market', () => {
  let report: SimulationReport;
  let said: readonly string[];

  beforeAll(async () => {
    ({ report, said } = await reportOf(SHORT));
  }, 120_000);

  it('measures the market, works an order in it and asks dealers, and says how far it is', () => {
    expect(said).toEqual(['PROFILE', 'SESSIONS', 'SCHEDULES', 'AUCTIONS']);
    expect(report.facts.sessions).toBe(6);
    expect(report.facts.meanSpreadTicks.low).toBeLessThan(report.facts.meanSpreadTicks.high);
    expect(report.path.length).toBeGreaterThan(200);
    expect(report.schedules.policies.map(({ name }) => name)).toEqual([
      'TWAP',
      'TWAP, posts',
      'VWAP',
      'POV',
      'Almgren-Chriss',
    ]);
    expect(report.schedules.participation).toBeCloseTo(0.1, 2);
    for (const { results } of report.schedules.policies) {
      expect(results.map(({ seed }) => seed)).toEqual(report.seeds);
      expect(results.every(({ filled }) => filled === report.schedules.task.quantity)).toBe(true);
    }
    expect(report.auctions.panels.map(({ sizes }) => sizes.length)).toEqual([9, 6, 5]);
  });

  it('is one page that says "simulated", well-formed, that reaches out to nothing', () => {
    const page = simulationPage(report);
    expect(markupFaults(page)).toEqual([]);
    expect(page).toContain('SIMULATED</span>');
    expect(page).toContain('SIM &lt;A&gt;');
    expect(page).not.toMatch(/\b(?:src|srcset)=|url\(|@import|<(?:script|link|iframe|img)\b|https?:|undefined/i);
    for (const title of ['One session', 'Depth profile', 'Impact of metaorders', 'Schedules compared', 'Best of N']) {
      expect(page).toContain(title);
    }
  });
});
