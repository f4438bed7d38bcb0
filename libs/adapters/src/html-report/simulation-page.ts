import { type SimulationReport } from '#application/report-simulation';
import { figureHtml, tableHtml, type Table } from './figure.js';
import { auctionFigures } from './figures/auctions.js';
import { pricePathFigure } from './figures/price-path.js';
import { profileFigures } from './figures/profile.js';
import { schedulesFigure } from './figures/schedules.js';
import { factsTable, simulatedImpactFigure } from './figures/simulated-impact.js';
import { html } from './html.js';
import { whole } from './numbers.js';
import { pageOf } from './page.js';

/** One self-contained page about a simulated market; it says so on top. */
export const simulationPage = (report: SimulationReport): string => {
  const { instrumentId, sessions, profiledSessions, seeds, seed } = report;
  return pageOf(
    `A simulated market: ${instrumentId}`,
    html`<header>
        <h1>A simulated market <span class="badge simulated">SIMULATED</span></h1>
        <p>
          Nothing on this page was observed: every order in ${instrumentId} was drawn by a computer. It shows what the
          simulator's assumptions lead to, and says nothing of any real market.
        </p>
        <p class="source">${sessions.join(', ')}</p>
      </header>
      <section>
        <h2>What it rests on</h2>
        <figure>
          ${tableHtml(parametersTable(report))}
          <figcaption>
            Equal parameters and seeds give equal events. The sessions were simulated with seed ${whole(seed)}; facts
            and schedules are of sessions of their own, seeds ${whole(seeds[0]!)} to ${whole(seeds.at(-1)!)}.
          </figcaption>
        </figure>
      </section>
      <section>
        <h2>The market</h2>
        <div class="figures">
          ${[pricePathFigure(report), ...profileFigures([{ name: 'simulated', profile: report.profile }])].map(figureHtml)}
        </div>
        <p class="source">Of ${whole(profiledSessions)} of the sessions above.</p>
      </section>
      <section>
        <h2>Stylised facts</h2>
        <div class="figures">
          ${figureHtml(simulatedImpactFigure(report.facts))}
          <figure>
            <h3>In numbers</h3>
            ${tableHtml(factsTable(report.facts))}
            <figcaption>
              In brackets 95 %, bootstrap over sessions. Impact over peak: net of exogenous jumps, each metaorder
              counted with the square root of its size.
            </figcaption>
          </figure>
        </div>
      </section>
      <section>
        <h2>Working an order in it</h2>
        <div class="figures">${figureHtml(schedulesFigure(report.schedules))}</div>
      </section>
      <section>
        <h2>Asking dealers</h2>
        <p class="source">
          Dealers and clients of the published hit model, in a market of their own: this part does not depend on the
          parameters above.
        </p>
        <div class="figures">${auctionFigures(report.auctions).map(figureHtml)}</div>
      </section>`,
  );
};

/** Every parameter by its path; long lists by their ends. */
const parametersTable = ({ parameters }: SimulationReport): Table => ({
  header: ['parameter', 'value'],
  rows: rowsOf('', parameters),
});

const LONG_LIST = 6;

const rowsOf = (path: string, value: unknown): readonly (readonly string[])[] => {
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return [[path, listText(value)]];
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, part]) => rowsOf(path === '' ? name : `${path}.${name}`, part));
};

const listText = (values: readonly number[]): string => {
  if (values.length === 0) return 'none';
  const texts = values.map((value) => String(Number(value.toPrecision(4))));
  if (texts.length <= LONG_LIST) return texts.join(', ');
  return `${texts.slice(0, 3).join(', ')}, … ${texts.at(-1)!} (${values.length} values)`;
};
