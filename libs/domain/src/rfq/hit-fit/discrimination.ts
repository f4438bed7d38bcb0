/**
 * Area under the ROC curve: P(a quote that was done had the higher predicted probability than one that was not), ties count half.
 * By ranks (Hanley and McNeil, Radiology 143, 1982). NaN when all ended alike.
 */
export const areaUnderCurve = (probabilities: ArrayLike<number>, done: ArrayLike<boolean>): number => {
  const order = Array.from(probabilities, (_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!);
  let rankSum = 0;
  let wins = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && probabilities[order[to]!] === probabilities[order[from]!]) to += 1;
    const rank = (from + to + 1) / 2;
    for (let i = from; i < to; i += 1) {
      if (!done[order[i]!]) continue;
      rankSum += rank;
      wins += 1;
    }
    from = to;
  }
  return (rankSum - (wins * (wins + 1)) / 2) / (wins * (order.length - wins));
};

/**
 * Expected calibration error: over bins of equally many quotes by predicted probability, the mean distance between the mean
 * prediction and the share that was done.
 */
export const expectedCalibrationError = (
  probabilities: ArrayLike<number>,
  done: ArrayLike<boolean>,
  bins: number,
): number => {
  const order = Array.from(probabilities, (_, i) => i).sort((a, b) => probabilities[a]! - probabilities[b]!);
  let sum = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const from = Math.floor((bin * order.length) / bins);
    const to = Math.floor(((bin + 1) * order.length) / bins);
    let distance = 0;
    for (let i = from; i < to; i += 1) distance += probabilities[order[i]!]! - (done[order[i]!] ? 1 : 0);
    sum += Math.abs(distance);
  }
  return sum / order.length;
};
