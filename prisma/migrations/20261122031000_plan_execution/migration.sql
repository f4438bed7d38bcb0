-- A plan of an order is a decision.
ALTER TYPE "decision_kind" ADD VALUE 'PLAN_EXECUTION';
