const { exp, min } = Math;

/** Ends of the steps of the hazard, in seconds after the dealer was asked; the last goes on for ever. */
const ENDS = [0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60, 120, Infinity];

/** What is assumed before anybody has answered: of the answers, so many per second. */
const PRIOR_HAZARD_PER_SECOND = 0.1;
/** Weight of that: so many seconds of waiting in each step. */
const PRIOR_SECONDS = 20;
/** How alike dealers are: the pool counts for each as so many answers, in all and in each step. */
const PRIOR_ANSWERS = 5;

/**
 * When dealers answer: a hazard that is constant between `ENDS`, so that who has not answered by the end of a request counts as far as
 * he was waited for. A dealer's hazard is the pool's times a frailty (gamma, Clayton, Biometrika 65(1), 1978), and in each step his own by how
 * often he answered in it. That a dealer may never answer shows as a hazard that falls. A machine that always takes the same time is smoothed
 * over the step it falls in, and looks as if it answered less often.
 */
export class ResponseTimes {
  private readonly answers: Float64Array;
  private readonly waited: Float64Array;

  constructor(private readonly dealers: number) {
    this.answers = new Float64Array(dealers * ENDS.length);
    this.waited = new Float64Array(dealers * ENDS.length);
  }

  /** The dealer was waited for so long; then he answered, or nobody waited any more. */
  add(dealer: number, seconds: number, hasAnswered: boolean): void {
    let start = 0;
    for (const [step, end] of ENDS.entries()) {
      const at = dealer * ENDS.length + step;
      this.waited[at] = this.waited[at]! + min(seconds, end) - start;
      if (seconds <= end) {
        if (hasAnswered) this.answers[at] = this.answers[at]! + 1;
        return;
      }
      start = end;
    }
  }

  /** The dealers' hazards, by dealer. */
  hazards(): readonly ResponseHazard[] {
    const pool = ENDS.map((_, step) => {
      let [answers, waited] = [PRIOR_HAZARD_PER_SECOND * PRIOR_SECONDS, PRIOR_SECONDS];
      for (let dealer = 0; dealer < this.dealers; dealer += 1) {
        answers += this.answers[dealer * ENDS.length + step]!;
        waited += this.waited[dealer * ENDS.length + step]!;
      }
      return answers / waited;
    });
    return Array.from({ length: this.dealers }, (_, dealer) => this.hazard(dealer, pool));
  }

  private hazard(dealer: number, pool: readonly number[]): ResponseHazard {
    let [answers, expected] = [PRIOR_ANSWERS, PRIOR_ANSWERS];
    for (const [step, perSecond] of pool.entries()) {
      answers += this.answers[dealer * ENDS.length + step]!;
      expected += perSecond * this.waited[dealer * ENDS.length + step]!;
    }
    const frailty = answers / expected;
    return new ResponseHazard(
      pool.map((perSecond, step) => {
        const at = dealer * ENDS.length + step;
        return (PRIOR_ANSWERS + this.answers[at]!) / (PRIOR_ANSWERS / (frailty * perSecond) + this.waited[at]!);
      }),
      answers - PRIOR_ANSWERS,
    );
  }
}

/** How a dealer's answers come in time. */
export class ResponseHazard {
  /** `perSecond`: by step of `ENDS`. `evidence`: answers of his own. */
  constructor(
    private readonly perSecond: readonly number[],
    readonly evidence: number,
  ) {}

  /** P(he answers within `seconds` more | he has not in the first `waitedSeconds`). */
  answersWithin(seconds: number, waitedSeconds = 0): number {
    return 1 - exp(this.cumulative(waitedSeconds) - this.cumulative(waitedSeconds + seconds));
  }

  private cumulative(seconds: number): number {
    let sum = 0;
    let start = 0;
    for (const [step, end] of ENDS.entries()) {
      if (seconds <= start) break;
      sum += this.perSecond[step]! * (min(seconds, end) - start);
      start = end;
    }
    return sum;
  }
}
