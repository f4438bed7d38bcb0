import { type LatinHypercube } from './latin-hypercube.js';
import { type RfqVenue } from '../profiles/venue-profile.js';

/** What comes of a request in each scenario, whatever its size. */
interface RequestDraws {
  /** The dealer with the best quote; -1 where nobody answers. */
  readonly best: Int32Array;
  /** What that quote costs for `referenceUnits`, bps; infinite where nobody answers. */
  readonly quoteBps: Float64Array;
  /** 1 where the winner refuses. */
  readonly isRejected: Uint8Array;
}

export const requestDraws = ({ name, panel, rejectProbability }: RfqVenue, hypercube: LatinHypercube): RequestDraws => {
  const quotes = panel.map(({ costBps }, i) =>
    hypercube.normals(`quotes in ${name}`, i).map((z) => costBps.mean + costBps.sd * z),
  );
  const answers = panel.map(({ responseProbability }, i) =>
    hypercube.uniforms(`answers in ${name}`, i).map((share) => (share < responseProbability ? 1 : 0)),
  );
  const isRejected = Uint8Array.from(hypercube.uniforms(`rejects in ${name}`), (share) =>
    share < rejectProbability ? 1 : 0,
  );
  const best = new Int32Array(hypercube.scenarios).fill(-1);
  const quoteBps = new Float64Array(hypercube.scenarios).fill(Infinity);
  for (let scenario = 0; scenario < hypercube.scenarios; scenario += 1) {
    for (let i = 0; i < panel.length; i += 1) {
      if (answers[i]![scenario] === 0 || quotes[i]![scenario]! >= quoteBps[scenario]!) continue;
      best[scenario] = i;
      quoteBps[scenario] = quotes[i]![scenario]!;
    }
  }
  return { best, quoteBps, isRejected };
};
