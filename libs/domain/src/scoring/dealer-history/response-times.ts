const { exp, log1p, min } = Math;

/** Ends of the steps of the life table, in seconds after the dealer was asked; beyond the last its hazard goes on. */
const ENDS = [0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60, 120, 600];
const LENGTHS = ENDS.map((end, step) => end - (ENDS[step - 1] ?? 0));

/** What is assumed of when dealers answer, before anybody has. */
export interface ResponsePrior {
  /** Of the dealers who have not answered, so many do per second. */
  readonly hazardPerSecond: number;
  /** Weight of that in the pool: so many seconds of waiting in each step. */
  readonly poolSeconds: number;
  /** How alike dealers are: the pool counts for each as so many answers of his own, in all and in each step. */
  readonly answers: number;
}

/**
 * When dealers answer, by a life table (Cutler and Ederer, J. Chronic Dis. 8(6), 1958): in each step of `ENDS` the share that answers of
 * those who had not before it. Who is no longer waited for counts by the share of the step in which he was. A dealer's hazard is the
 * pool's times a frailty (Clayton, Biometrika 65(1), 1978), and in each step his own by how often he was waited for in it. That a dealer may
 * never answer shows as a hazard that falls. At the ends of steps the table is right however answers are spread within them, also for a
 * machine that always takes the same time; between, they are taken to come at an even hazard.
 */
export class ResponseTimes {
  private readonly answers: Float64Array;
  /** How many times the dealer was waited for in a step: in part, where nobody waited to its end. */
  private readonly atRisk: Float64Array;

  constructor(private readonly dealers: number) {
    this.answers = new Float64Array(dealers * ENDS.length);
    this.atRisk = new Float64Array(dealers * ENDS.length);
  }

  /** The dealer was waited for so long; then he answered, or nobody waited any more. */
  add(dealer: number, seconds: number, hasAnswered: boolean): void {
    let start = 0;
    for (const [step, end] of ENDS.entries()) {
      const at = dealer * ENDS.length + step;
      const answersHere = hasAnswered && seconds <= end;
      this.atRisk[at] = this.atRisk[at]! + (answersHere ? 1 : (min(seconds, end) - start) / (end - start));
      if (answersHere) this.answers[at] = this.answers[at]! + 1;
      if (seconds <= end) return;
      start = end;
    }
  }

  /** The dealers' hazards, by dealer. */
  hazards(prior: ResponsePrior): readonly ResponseHazard[] {
    const pool = LENGTHS.map((length, step) => {
      let atRisk = prior.poolSeconds / length;
      let answers = atRisk * shareOf(prior.hazardPerSecond * length);
      for (let dealer = 0; dealer < this.dealers; dealer += 1) {
        answers += this.answers[dealer * ENDS.length + step]!;
        atRisk += this.atRisk[dealer * ENDS.length + step]!;
      }
      return answers / atRisk;
    });
    return Array.from({ length: this.dealers }, (_, dealer) => this.hazard(dealer, pool, prior.answers));
  }

  /** `pool`: by step, the share that answers; it weighs as `poolAnswers`. */
  private hazard(dealer: number, pool: readonly number[], poolAnswers: number): ResponseHazard {
    let [answers, expected] = [poolAnswers, poolAnswers];
    for (const [step, share] of pool.entries()) {
      answers += this.answers[dealer * ENDS.length + step]!;
      expected += share * this.atRisk[dealer * ENDS.length + step]!;
    }
    const frailty = answers / expected;
    return new ResponseHazard(
      pool.map((share, step) => {
        const at = dealer * ENDS.length + step;
        const ofPool = shareOf(frailty * hazardOf(share));
        return hazardOf((poolAnswers + this.answers[at]!) / (poolAnswers / ofPool + this.atRisk[at]!));
      }),
      answers - poolAnswers,
    );
  }
}

/** Share that answers over a step of that cumulative hazard. */
const shareOf = (hazard: number): number => 1 - exp(-hazard);
const hazardOf = (share: number): number => min(HAZARD_MAX, -log1p(-share));

/** Over a step: nobody is surer to answer in it than 1 - e^-10. */
const HAZARD_MAX = 10;

/** How a dealer's answers come in time: made anew of its two fields, it is the same. */
export class ResponseHazard {
  /** `overStep`: cumulative hazard over each step of `ENDS`. `evidence`: answers of his own. */
  constructor(
    readonly overStep: readonly number[],
    readonly evidence: number,
  ) {}

  /** P(he answers within `seconds` more | he has not in the first `waitedSeconds`). */
  answersWithin(seconds: number, waitedSeconds = 0): number {
    return shareOf(this.cumulative(waitedSeconds + seconds) - this.cumulative(waitedSeconds));
  }

  private cumulative(seconds: number): number {
    let sum = 0;
    let start = 0;
    for (const [step, end] of ENDS.entries()) {
      if (seconds <= start) break;
      const until = step === ENDS.length - 1 ? seconds : min(seconds, end);
      sum += (this.overStep[step]! * (until - start)) / LENGTHS[step]!;
      start = end;
    }
    return sum;
  }
}
