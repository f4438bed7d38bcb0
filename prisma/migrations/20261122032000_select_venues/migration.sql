-- A split of a block over venues is a decision.
ALTER TYPE "decision_kind" ADD VALUE 'SELECT_VENUES';
