-- What was done about an evaluation is a decision of its own.
ALTER TYPE "decision_kind" ADD VALUE 'RECORD_ACTION';
