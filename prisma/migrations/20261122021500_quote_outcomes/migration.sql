-- What became of a desk's quotes, and what it learned from that.
CREATE TABLE "quote_outcome" (
    "desk_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "quote_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "follow_up" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quote_outcome_pkey" PRIMARY KEY ("desk_id","ordinal")
);

CREATE UNIQUE INDEX "quote_outcome_desk_id_quote_id_key" ON "quote_outcome"("desk_id", "quote_id");

CREATE TABLE "learned_models" (
    "desk_id" TEXT NOT NULL,
    "up_to" INTEGER NOT NULL,
    "models" TEXT NOT NULL,
    "learned_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "learned_models_pkey" PRIMARY KEY ("desk_id","up_to")
);

ALTER TABLE "quote_outcome" ADD CONSTRAINT "quote_outcome_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "learned_models" ADD CONSTRAINT "learned_models_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "quote_outcome" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "learned_models" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "quote_outcome" USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "learned_models" USING ("desk_id" = current_setting('app.desk', true));

-- An outcome is final; what is known of a trade grows.
GRANT SELECT, INSERT, UPDATE ("follow_up") ON "quote_outcome" TO footprint_api;
GRANT SELECT ON "learned_models" TO footprint_api;
GRANT SELECT ON "quote_outcome" TO footprint_worker;
GRANT SELECT, INSERT ON "learned_models" TO footprint_worker;
