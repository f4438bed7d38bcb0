-- A dealer's book of quotes: what is live, what is held, whether anything may leave, and what was refused.
CREATE TYPE "dealer_quote_state" AS ENUM ('LIVE', 'TAKEN_BACK', 'OVER');

-- One row per desk: who holds it lets quotes leave, takes them back or ends them, and nobody else does meanwhile.
CREATE TABLE "quoting_desk" (
    "desk_id" TEXT NOT NULL,
    "engaged_by" TEXT,
    "reason" TEXT,

    CONSTRAINT "quoting_desk_pkey" PRIMARY KEY ("desk_id")
);

CREATE TABLE "dealer_quote" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "client" TEXT NOT NULL,
    "instrument_id" TEXT NOT NULL,
    "notional" DOUBLE PRECISION NOT NULL,
    "bid_quantity" DOUBLE PRECISION NOT NULL,
    "offer_quantity" DOUBLE PRECISION NOT NULL,
    "decided_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "state" "dealer_quote_state" NOT NULL DEFAULT 'LIVE',

    CONSTRAINT "dealer_quote_pkey" PRIMARY KEY ("desk_id","id")
);

CREATE TABLE "dealer_quote_end" (
    "desk_id" TEXT NOT NULL,
    "quote_id" UUID NOT NULL,
    "instrument_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "client_side" TEXT NOT NULL,
    "quantity" DOUBLE PRECISION NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dealer_quote_end_pkey" PRIMARY KEY ("desk_id","quote_id")
);

CREATE TABLE "desk_position" (
    "desk_id" TEXT NOT NULL,
    "instrument_id" TEXT NOT NULL,
    "quantity" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "desk_position_pkey" PRIMARY KEY ("desk_id","instrument_id")
);

CREATE TABLE "quoting_event" (
    "desk_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "who" TEXT,
    "instrument_id" TEXT,
    "code" TEXT,
    "field" TEXT,
    "message" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quoting_event_pkey" PRIMARY KEY ("desk_id","ordinal")
);

CREATE INDEX "dealer_quote_desk_id_decided_at_idx" ON "dealer_quote"("desk_id", "decided_at");
CREATE INDEX "dealer_quote_live_idx" ON "dealer_quote" ("desk_id", "expires_at") WHERE "state" = 'LIVE';

ALTER TABLE "quoting_desk" ADD CONSTRAINT "quoting_desk_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "dealer_quote" ADD CONSTRAINT "dealer_quote_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "dealer_quote_end" ADD CONSTRAINT "dealer_quote_end_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "desk_position" ADD CONSTRAINT "desk_position_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "quoting_event" ADD CONSTRAINT "quoting_event_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "quoting_desk" ADD CONSTRAINT "quoting_desk_engaged_with_reason" CHECK (("engaged_by" IS NULL) = ("reason" IS NULL));

ALTER TABLE "quoting_desk" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "dealer_quote" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "dealer_quote_end" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "desk_position" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "quoting_event" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "quoting_desk" USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "dealer_quote" USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "dealer_quote_end" USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "desk_position" USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "quoting_event" USING ("desk_id" = current_setting('app.desk', true));

GRANT SELECT, INSERT, UPDATE ("engaged_by", "reason") ON "quoting_desk" TO footprint_api;
GRANT SELECT, INSERT, UPDATE ("state") ON "dealer_quote" TO footprint_api;
GRANT SELECT, INSERT ON "dealer_quote_end" TO footprint_api;
GRANT SELECT, INSERT, UPDATE ("quantity") ON "desk_position" TO footprint_api;
GRANT SELECT, INSERT ON "quoting_event" TO footprint_api;

-- What was refused, stopped and dealt stays, for the owner too.
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "quoting_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "dealer_quote_end"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
