import { FAULTS, VERDICTS } from '#domain/market-data';
import { type MarketReport } from '#application/report-market';
import { figureHtml, tableHtml, type Table } from './figure.js';
import { decayFigure } from './figures/decay.js';
import { impactFigure } from './figures/impact.js';
import { intradayFigure } from './figures/intraday.js';
import { ofiFigure } from './figures/ofi.js';
import { responseFigure, signCorrelationFigure } from './figures/response.js';
import { signatureFigure } from './figures/signature.js';
import { tradeSizesFigure } from './figures/trade-sizes.js';
import { html, NOTHING, type Html } from './html.js';
import { fixed, percent, short, whole } from './numbers.js';
import { pageOf } from './page.js';

/**
 * One self-contained page about these recordings, one section each: no script, no external request, everything that came
 * from a file escaped. `setAside`: rows that were set aside before any of them was played, by reason.
 */
export const reportPage = (reports: readonly MarketReport[], setAside: ReadonlyMap<string, number>): string => {
  const names = reports.map(({ source }) => source.name).join(', ');
  return pageOf(
    `A look at the market: ${names}`,
    html`<header>
        <h1>A look at the market</h1>
        ${reports.length < 2 ? NOTHING : contents(reports)}
        ${setAside.size === 0 ? NOTHING : html`<p>Set aside before playing: ${reasons(setAside)}.</p>`}
      </header>
      ${reports.map(section)}`,
  );
};

const anchor = (index: number): string => `recording-${index + 1}`;

const contents = (reports: readonly MarketReport[]): Html =>
  html`<nav aria-label="Recordings">
    <ul>
      ${reports.map(({ instrumentId, source }, i) => html`<li><a href="#${anchor(i)}">${instrumentId}, ${source.name}</a></li>`)}
    </ul>
  </nav>`;

const section = (report: MarketReport, index: number): Html =>
  html`<section id="${anchor(index)}">
    <h2>${report.instrumentId} <span class="badge ${report.source.kind.toLowerCase()}">${report.source.kind}</span></h2>
    <p class="source">
      ${report.source.name}${report.from === undefined ? ', without an event' : `, ${minute(report.from)} to ${minute(report.to!)}`}
    </p>
    ${keyNumbers(report)}
    <div class="figures">
      ${[
        impactFigure(report.impact),
        decayFigure(report.impact),
        ofiFigure(report.ofi),
        responseFigure(report),
        intradayFigure(report.intraday, report.originSeconds),
        signatureFigure(report.signature),
        signCorrelationFigure(report.signCorrelation),
        tradeSizesFigure(report.tradeSizes),
      ].map(figureHtml)}
      <figure>
        <h3>Quality</h3>
        ${tableHtml(quality(report))}
        <figcaption>
          Nothing is dropped in silence: what is not counted as a trade, or was set aside, is counted here.
        </figcaption>
      </figure>
    </div>
  </section>`;

/** An instant to the second, as a person reads it. */
const minute = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

const keyNumbers = ({ summary, terms, events }: MarketReport): Html => {
  const { averageDailyVolume, dailyVolatility, estimated } = terms;
  const guess = (name: (typeof estimated)[number]): string =>
    estimated.includes(name) ? 'estimated from this recording' : 'known';
  // A mid may lie between two ticks.
  const price = (value: number): string => fixed(value, decimalsOf(terms.tickSize / 2));
  const numbers: readonly (readonly [string, string, string])[] = [
    ['events', whole(events), `${whole(summary.prints)} prints`],
    ['volume', short(summary.volume), `${percent(summary.offExchangeShare)} off exchange`],
    ['mid', `${price(summary.firstMid)} → ${price(summary.lastMid)}`, `${whole(summary.midChanges)} changes`],
    [
      'spread',
      `${fixed(summary.meanSpreadBps, 2)} bps`,
      `${fixed(summary.meanSpreadTicks, 2)} ticks; one tick ${percent(summary.oneTickShare)} of the time`,
    ],
    ['depth at the best', short(summary.meanBestDepth), 'units, both sides'],
    ['average daily volume', short(averageDailyVolume), guess('averageDailyVolume')],
    ['daily volatility', percent(dailyVolatility), guess('dailyVolatility')],
  ];
  return html`<dl class="numbers">
    ${numbers.map(
      ([name, value, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}<small>${note}</small></dd>
        </div>`,
    )}
  </dl>`;
};

const decimalsOf = (step: number): number => Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));

const quality = ({ summary, rows, ofi, quality: { rows: guarded, faults, staleSeconds } }: MarketReport): Table => ({
  header: ['what', 'count'],
  rows: [
    ...Object.entries(summary.printsByCondition).map(([condition, count]) => [`prints ${condition}`, whole(count)]),
    ['prints without a known aggressor', whole(summary.prints - summary.signedPrints)],
    ['seconds recorded in trading hours', whole(summary.seconds)],
    ['of them without a two-sided open market', whole(summary.secondsWithoutMarket)],
    ['seconds in which the feed was stale', whole(staleSeconds)],
    ...ofi
      .filter(({ dropped }) => dropped > 0)
      .map(({ binSeconds, dropped }) => [`bins of ${binSeconds} s without a mid at an end`, whole(dropped)]),
    [
      'events applied, ignored, set aside',
      [guarded.applied, guarded.ignored, guarded.quarantined].map(whole).join(', '),
    ],
    ...FAULTS.filter((fault) => faults[fault] > 0).map((fault) => [
      `${fault}: ${VERDICTS[fault]}`,
      whole(faults[fault]),
    ]),
    ...counted('rows set aside', rows.setAside),
    ...counted('rows left out', rows.leftOut),
  ],
});

const counted = (what: string, counts: ReadonlyMap<string, number>): readonly (readonly string[])[] =>
  counts.size === 0 ? [[what, '0']] : [...counts].map(([reason, count]) => [`${what} as ${reason}`, whole(count)]);

const reasons = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([reason, count]) => `${whole(count)} as ${reason}`).join(', ');
