/** The rule of the trainer's `adaptive.py`, with its settings. */
const RATE = 0.02;
const WINDOW = 250;
const TAIL_SHARE = 0.1;
const [LEVEL_LEAST, LEVEL_MOST] = [1e-4, 0.5];

/**
 * The conformal offset of one interval of level 1 - a that adapts (Gibbs and Candes 2021): `a_{t+1} = a_t + g (a - err_t)`, and the
 * offset is the 1 - a_t quantile of the last scores, whose tail goes on exponentially.
 */
export class AdaptiveOffset {
  constructor(miscoverage, scores) {
    this.miscoverage = miscoverage;
    this.level = miscoverage;
    this.scores = scores.slice(-WINDOW);
  }

  offset() {
    return tailQuantile(
      [...this.scores].sort((a, b) => a - b),
      1 - this.level,
    );
  }

  /** Takes in the score of the order that was answered with `offset()`. */
  observe(score) {
    const missed = score > this.offset() ? 1 : 0;
    const level = this.level + RATE * (this.miscoverage - missed);
    this.level = Math.min(Math.max(level, LEVEL_LEAST), LEVEL_MOST);
    this.scores.push(score);
    if (this.scores.length > WINDOW) this.scores.shift();
  }
}

const tailQuantile = (ordered, probability) => {
  const n = ordered.length;
  const rank = Math.ceil((n + 1) * probability);
  if (rank <= n * (1 - TAIL_SHARE / 4)) return ordered[rank - 1];
  const start = ordered[Math.min(Math.ceil((n + 1) * (1 - TAIL_SHARE)), n) - 1];
  const beyond = ordered.filter((score) => score > start);
  const meanExcess = beyond.reduce((sum, score) => sum + score - start, 0) / Math.max(1, beyond.length);
  return start + meanExcess * Math.log(TAIL_SHARE / (1 - probability));
};
