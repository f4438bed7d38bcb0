-- How a desk quotes and within what limits, its clients' own included. Null: as usual.
ALTER TABLE "desk" ADD COLUMN "quoting_policy" JSONB,
  ADD CONSTRAINT "desk_quoting_policy_is_object" CHECK (jsonb_typeof("quoting_policy") = 'object'),
  -- The fixed margin of the first rule: its decisions keep theirs, and no quote reads it any more.
  DROP COLUMN "margin_bps";
