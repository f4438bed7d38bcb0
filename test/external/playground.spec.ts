import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chromium, type Locator, type Page } from 'playwright-core';
import { ROLES } from '#application/ports';
import { keyOf, memoryPorts, SESSION_TIME, startApi } from '../factories/api.js';
import { instrumentState } from '../factories/instrument-state.js';
import { market } from '../factories/market.js';
import { auctionReport } from '../factories/simulated-auction.js';
import { workThrough } from '../factories/worker.js';

const ROOT = resolve(import.meta.dirname, '../..');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

// The build and the browser's start; a test by itself takes a second.
jest.setTimeout(120_000);

/** The tabs in their order, and a line of what each answers. */
const TABS = [
  ['RankQuotes', '"__typename": "RankedQuotes"'],
  ['AskDealers', '"__typename": "QuoteRequest"'],
  ['RequestUpdates', '"__typename": "QuoteRequestUpdate"'],
  ['WhomToAsk', '"__typename": "WhomToAsk"'],
  ['DealerScorecards', '"scorecards": ['],
  // Nobody quotes in a market without dealers.
  ['TakeQuote', '"code": "NOT_ALLOWED_NOW"'],
  ['TwoSidedQuote', '"__typename": "DealerQuote"'],
  ['QuoteStream', '"__typename": "IndicativeQuote"'],
  ['HitCurve', '"__typename": "HitCurve"'],
  ['ImpactForecast', '"__typename": "ImpactForecastAnswer"'],
  ['ImpactCurve', '"__typename": "ImpactCurve"'],
  ['CompareStrategies', '"__typename": "StrategyTable"'],
  ['Frontier', '"__typename": "Frontier"'],
  ['Models', '"models": ['],
  ['Scenarios', '"__typename": "Analysis"'],
  ['ScenarioRows', '"strategy": "AGGRESSIVE"'],
  ['AnalysisUpdates', '"status": "DONE"'],
  ['Portfolio', '"__typename": "Analysis"'],
  ['PortfolioCost', '"expectedCostBps":'],
  ['SplitOrders', '"__typename": "Analysis"'],
  ['VenueSplits', '"allocations": ['],
  ['ForecastBatch', '"__typename": "ForecastBatch"'],
  ['BatchAnswers', '"__typename": "OrderForecast"'],
  ['RunSimulation', '"__typename": "SimulationRun"'],
  ['SimulationRun', '"name": "shortfallBps"'],
  ['DecisionsMade', '"kind": "EVALUATE_QUOTES"'],
  ['Decisions', '"kind": "GENERATE_QUOTE"'],
  ['Replay', '"byteEqual": true'],
  ['SimulatedAuctions', '"__typename": "SimulatedAuctions"'],
] as const;

const twins = memoryPorts();
/** In a simulated market the example asks for the model of that name. */
const ports = {
  ...twins,
  namedModels: {
    named: (name: string) => (name === 'simulated' ? twins.model : undefined),
    names: () => ['simulated'],
  },
};
ports.market.setState(instrumentState(market(), { auctions: [auctionReport()] }));
const closing: (() => unknown)[] = [];
/** Where the page went, sockets included. */
const addresses: string[] = [];
/** What went wrong in it, the violations of its content policy included. */
const complaints: string[] = [];
let origin: string;
let page: Page;

const buildPlayground = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'playground-'));
  closing.push(() => rm(directory, { recursive: true }));
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'apps/playground', '--outDir', directory, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, vite, { cwd: ROOT });
  return directory;
};

/** Does the jobs of the outbox, as the worker's process would. */
const startWorker = (): void => {
  const timer = setInterval(() => {
    void workThrough(ports, ports.model);
  }, 20);
  closing.push(() => {
    clearInterval(timer);
  });
};

const openBrowser = async (): Promise<Page> => {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  closing.push(() => browser.close());
  const opened = await browser.newPage({ viewport: { width: 1500, height: 900 } });
  opened.on('request', (request) => addresses.push(request.url()));
  opened.on('websocket', (socket) => addresses.push(socket.url()));
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return opened;
};

const tabTitles = (): Locator => page.locator('.graphiql-tab-button');
const header = (): Locator => page.locator('header');
const answer = (): Locator => page.locator('.graphiql-response .view-lines');

const runTab = async (title: string): Promise<void> => {
  await tabTitles().getByText(title, { exact: true }).click();
  await page.getByRole('button', { name: 'Execute query' }).click();
};

const shows = (place: Locator, text: string): Promise<void> => place.filter({ hasText: text }).waitFor();

/** Presses the button until its event is shown: the first press may come before the subscription has reached the api. */
const pressUntilShown = async (button: Locator, line: string): Promise<void> => {
  const shown = answer().filter({ hasText: line });
  do {
    await button.click();
    await shown.waitFor({ timeout: 2_000 }).catch(() => undefined);
  } while (!(await shown.isVisible()));
};

beforeAll(async () => {
  const directory = await buildPlayground();
  const keys = Object.fromEntries(ROLES.map((role) => [role, keyOf(role)]));
  const app = await startApi(ports, { playground: { directory, keys } });
  closing.push(() => app.close());
  await app.listen(0, '127.0.0.1');
  origin = await app.getUrl();
  startWorker();
  page = await openBrowser();
  await page.goto(origin);
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

describe('the playground in a browser', () => {
  it('says which market plays and what time it is there', async () => {
    await shows(header(), 'SIMULATED factory');
    await shows(header(), 'Session time 2024-03-05 15:00:00 UTC');
  });

  it('opens on the examples', async () => {
    await tabTitles().first().waitFor();
    expect(await tabTitles().allInnerTexts()).toEqual(TABS.map(([title]) => title));
  });

  it.each(TABS)('runs the tab %s as it stands', async (title, line) => {
    await runTab(title);
    const cause = page.getByRole('button', { name: /^Run / });
    if (await cause.isVisible()) await pressUntilShown(cause, line);
    await shows(answer(), line);
    expect(await answer().innerText()).not.toContain('"errors"');
  });

  it('prices the examples anew from the current mid', async () => {
    ports.market.setSnapshot(
      market({ bids: [{ price: 119.99, size: 500 }], asks: [{ price: 120.01, size: 500 }], sequence: 2 }),
    );
    await page.getByRole('button', { name: 'Price anew' }).click();
    await shows(header(), 'at mid 120');
    await runTab('RankQuotes');
    await shows(answer(), '"__typename": "RankedQuotes"');
    await shows(answer(), '"price": 120.04');
  });

  it('opens on examples that run on a second visit too', async () => {
    await tabTitles().getByText('Decisions', { exact: true }).click();
    await page.reload();
    await runTab('TwoSidedQuote');
    await shows(answer(), '"__typename": "DealerQuote"');
  });

  it('waits for a market, and says so', async () => {
    ports.market.setFeedSilenceMs(Infinity);
    await page.reload();
    await shows(page.getByRole('alert'), 'The examples wait for a market');
    expect(await tabTitles().count()).toBe(0);
    ports.market.setNow(SESSION_TIME);
    await runTab('ImpactForecast');
    await shows(answer(), '"__typename": "ImpactForecastAnswer"');
  });

  it('asks for a key where the api offers none', async () => {
    await page.route('**/config.json', (route) => route.fulfill({ json: { keys: {} } }));
    await page.reload();
    await page.getByLabel('Your API key').fill(keyOf('quant'));
    await page.getByRole('button', { name: 'Open' }).click();
    await runTab('ImpactForecast');
    await shows(answer(), '"__typename": "ImpactForecastAnswer"');
  });

  it('went nowhere but to the api, and nothing went wrong', () => {
    const elsewhere = addresses
      .map((address) => new URL(address))
      .filter(({ protocol, host }) => !['data:', 'blob:'].includes(protocol) && host !== new URL(origin).host);
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
