import { IMPACT_INPUTS } from '#domain/impact';

/** The baselines of reference 10, from the weak to the strong. */
export const BASELINES = ['sqrt_sym', 'sqrt_cell', 'qr4'];

const POSITION = new Map(IMPACT_INPUTS.map(({ name }, position) => [name, position]));

/** Quantiles in bps of what a baseline says of an order, rising; `fitted` is the `baselines.json` of a fold. */
export const baselineQuantilesBps = (fitted, baseline, label, order) => {
  const input = (name) => {
    const value = order.inputs[POSITION.get(name)];
    return Number.isNaN(value) ? fitted.imputeWith[name] : value;
  };
  const { sqrt_sym: bySymbol, sqrt_cell: byCell, qr4 } = fitted.labels[label];
  const ofLaw = ({ prefactor, residualBps }) => residualBps.map((bps) => prefactor * input('sqrtImpactBps') + bps);
  const stated = {
    sqrt_sym: () => ofLaw(bySymbol[order.instrument] ?? bySymbol.any),
    sqrt_cell: () => ofLaw(byCell[`${order.instrument} ${durationClass(fitted, order)}`] ?? byCell.any),
    qr4: () => {
      const terms = qr4.inputs.map(input);
      return qr4.coefficients.map((ofTerms) =>
        ofTerms.reduce((sum, coefficient, i) => sum + coefficient * terms[i], 0),
      );
    },
  };
  return stated[baseline]().sort((a, b) => a - b);
};

const durationClass = ({ durationEdgesSeconds }, { durationSeconds }) =>
  durationEdgesSeconds.filter((edge) => edge <= durationSeconds).length;
