-- How a desk's quotes are scored: fees, counterparties, leakage, the cost of not trading. Null: as usual.
ALTER TABLE "desk" ADD COLUMN "scoring" JSONB,
  ADD CONSTRAINT "desk_scoring_is_object" CHECK (jsonb_typeof("scoring") = 'object');
