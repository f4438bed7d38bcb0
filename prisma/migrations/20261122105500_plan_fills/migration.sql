-- What was filled of a plan, as its desk reported it.
CREATE TYPE "fill_liquidity" AS ENUM ('ADDED', 'REMOVED', 'AUCTION');

CREATE TABLE "plan_fill" (
    "desk_id" TEXT NOT NULL,
    "plan_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "exec_id" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "lots" DOUBLE PRECISION NOT NULL,
    "filled_lots" DOUBLE PRECISION NOT NULL,
    "price" DOUBLE PRECISION NOT NULL,
    "venue" TEXT NOT NULL,
    "liquidity" "fill_liquidity",
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_fill_pkey" PRIMARY KEY ("desk_id","plan_id","ordinal")
);

CREATE UNIQUE INDEX "plan_fill_desk_id_plan_id_exec_id_key" ON "plan_fill"("desk_id", "plan_id", "exec_id");
CREATE INDEX "plan_fill_desk_id_recorded_at_idx" ON "plan_fill"("desk_id", "recorded_at");

ALTER TABLE "plan_fill" ADD CONSTRAINT "plan_fill_desk_id_plan_id_fkey" FOREIGN KEY ("desk_id", "plan_id") REFERENCES "decision"("desk_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "plan_fill" ADD CONSTRAINT "plan_fill_whole_lots" CHECK ("lots" > 0 AND "lots" = floor("lots") AND "filled_lots" >= "lots");
ALTER TABLE "plan_fill" ADD CONSTRAINT "plan_fill_price_positive" CHECK ("price" > 0 AND "price" < 'infinity');

ALTER TABLE "plan_fill" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_desk" ON "plan_fill" USING ("desk_id" = current_setting('app.desk', true));

-- What was filled stays filled.
GRANT SELECT, INSERT ON "plan_fill" TO footprint_api;

-- Who follows a plan hears of its fills, whichever process recorded them. The id announced is the plan's.
CREATE FUNCTION "announce_plan_fills"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(
    'desk_events',
    json_build_object('topic', 'PLAN_FILLED', 'deskId', desk_id, 'ids', json_build_array(plan_id))::text
  )
  FROM (SELECT DISTINCT desk_id, plan_id FROM changed) AS plans;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "plan_fill"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_plan_fills"();
