-- How a desk quotes: a fixed margin per side, and a spread below which it never goes.
ALTER TABLE "desk"
  ADD COLUMN "margin_bps" DECIMAL(8,4) NOT NULL DEFAULT 0.5,
  ADD COLUMN "min_spread_bps" DECIMAL(8,4) NOT NULL DEFAULT 1,
  ADD CONSTRAINT "desk_margin_not_negative" CHECK ("margin_bps" >= 0),
  ADD CONSTRAINT "desk_min_spread_not_negative" CHECK ("min_spread_bps" >= 0);
