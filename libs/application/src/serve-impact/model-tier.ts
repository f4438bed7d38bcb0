import { type ForecastTier } from '#domain/impact';
import { type CircuitBreaker } from './circuit-breaker.js';
import { type Workspace } from './workspaces.js';

/** One way of computing a version's raw quantiles. */
export interface ModelTier {
  readonly tier: Exclude<ForecastTier, 'PARAMETRIC'>;
  readonly breaker: CircuitBreaker;
  /** Answers of the workspace's first `rows` rows, [rows, L x K], and says in it what computed them. */
  run(workspace: Workspace, rows: number): Promise<ArrayLike<number>>;
}
