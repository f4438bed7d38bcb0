import { type BacktestOrdersSummary, type ExecutionPath } from '#application/backtest-orders';
import { figureHtml, tableHtml } from './figure.js';
import { costCaption, costFigure, costTable } from './figures/backtest-costs.js';
import { executionPathFigure } from './figures/execution-path.js';
import { html } from './html.js';
import { whole } from './numbers.js';
import { pageOf } from './page.js';

/** One self-contained page about a backtest: what it rests on before what came of it. `sources`: the recordings. */
export const backtestPage = (summary: BacktestOrdersSummary, sources: readonly string[]): string =>
  pageOf(
    'A replay backtest',
    html`<header>
        <h1>A replay backtest</h1>
        <p>
          ${whole(summary.worked)} of ${whole(summary.orders)} orders worked in the recorded market,
          ${whole(summary.refused)} refused. The recorded book does not react to them.
        </p>
        <p class="source">${sources.join(', ')}</p>
      </header>
      <section>
        <h2>What it rests on <span class="badge simulated">ASSUMED</span></h2>
        <ul>
          ${summary.assumptions.map((assumption) => html`<li>${assumption}</li>`)}
        </ul>
      </section>
      <section>
        <h2>What came of it</h2>
        <figure>
          ${tableHtml(costTable(summary))}
          <figcaption>${costCaption(summary)}</figcaption>
        </figure>
        <div class="figures">
          ${[costFigure(summary), ...byOrder(summary.paths).map(executionPathFigure)].map(figureHtml)}
        </div>
      </section>`,
  );

/** The paths of one order by all ways together. */
const byOrder = (paths: readonly ExecutionPath[]): readonly (readonly ExecutionPath[])[] => {
  const orders = new Map<string, ExecutionPath[]>();
  for (const path of paths) {
    const key = `${path.instrumentId} ${path.id}`;
    const same = orders.get(key);
    if (same === undefined) orders.set(key, [path]);
    else same.push(path);
  }
  return [...orders.values()];
};
