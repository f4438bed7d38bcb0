import { type Calibration, type ComparedFigure } from '#application/calibrate-market';
import { figureHtml, tableHtml, type Table } from './figure.js';
import { profileFigures } from './figures/profile.js';
import { html } from './html.js';
import { fixed, short, whole } from './numbers.js';
import { pageOf } from './page.js';

/** One self-contained page about a market that was fitted to recordings: where it fits them, and where it does not. */
export const calibrationPage = (calibration: Calibration): string => {
  const { instrumentId, sources, figures, fit, simulatedSessions, seed } = calibration;
  const apart = figures.filter(({ agrees }) => agrees === false);
  return pageOf(
    `A market fitted to ${instrumentId}`,
    html`<header>
        <h1>A market fitted to ${instrumentId} <span class="badge simulated">SIMULATED BESIDE RECORDED</span></h1>
        <p>
          ${whole(figures.length - apart.length)} of ${whole(figures.length)} figures of the fitted market agree with
          the recording, or are not known well enough to say.
        </p>
        <p class="source">${sources.join(', ')}; ${whole(simulatedSessions)} simulated sessions, seed ${whole(seed)}</p>
      </header>
      <section>
        <h2>Where it does not fit</h2>
        <figure>
          ${tableHtml(figureTable(apart))}
          <figcaption>The 95 % intervals do not overlap. Recorded: of the sessions above alone.</figcaption>
        </figure>
      </section>
      <section>
        <h2>Recorded against simulated</h2>
        <div class="figures">
          ${profileFigures([
            { name: 'recorded', profile: calibration.recorded },
            { name: 'simulated with the fit', profile: calibration.simulated },
          ]).map(figureHtml)}
        </div>
        <figure>
          <h3>All figures</h3>
          ${tableHtml(figureTable(figures))}
          <figcaption>In brackets 95 %, bootstrap of five-minute blocks; impact: of windows of net flow.</figcaption>
        </figure>
      </section>
      <section>
        <h2>The parameters</h2>
        <figure>
          ${tableHtml({
            header: ['parameter', 'value', '95 %', '', 'how'],
            rows: fit.fitted.map(({ path, estimate: { value, low, high }, source, how }) => [
              path,
              short(value),
              Number.isFinite(low + high) ? `${short(low)} to ${short(high)}` : '',
              source.toLowerCase(),
              how,
            ]),
          })}
          <figcaption>
            A fit to one recording says what that recording was like; another day may be another market. Nobody's orders
            are told apart on a tape, so the fitted market has no makers of its own: what they do is in the rates.
          </figcaption>
        </figure>
      </section>`,
  );
};

const figureTable = (figures: readonly ComparedFigure[]): Table => ({
  header: ['figure', 'recorded', 'simulated', 'ratio'],
  rows: figures.map(({ name, recorded, simulated, ratio }) => [
    name,
    within(recorded),
    within(simulated),
    fixed(ratio, 2),
  ]),
});

const within = ({ value, low, high }: ComparedFigure['recorded']): string =>
  Number.isFinite(low + high) ? `${short(value)} [${short(low)}, ${short(high)}]` : short(value);
