-- Experiments that workers simulate, seed by seed.

CREATE TYPE "simulation_kind" AS ENUM ('EXECUTION', 'AUCTIONS');
CREATE TYPE "simulation_run_state" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED');

CREATE TABLE "simulation_run" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "kind" "simulation_kind" NOT NULL,
    "seeds" INTEGER[],
    "experiment" TEXT NOT NULL,
    "status" "simulation_run_state" NOT NULL DEFAULT 'QUEUED',
    "seeds_done" INTEGER NOT NULL DEFAULT 0,
    "failure_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "simulation_run_pkey" PRIMARY KEY ("desk_id","id")
);

CREATE TABLE "simulation_seed" (
    "desk_id" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "seed" INTEGER NOT NULL,
    "result" TEXT NOT NULL,

    CONSTRAINT "simulation_seed_pkey" PRIMARY KEY ("desk_id","run_id","seed")
);

CREATE UNIQUE INDEX "simulation_run_desk_id_idempotency_key_key" ON "simulation_run"("desk_id", "idempotency_key");
CREATE INDEX "simulation_run_updated_at_idx" ON "simulation_run"("updated_at");

ALTER TABLE "simulation_run" ADD CONSTRAINT "simulation_run_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "simulation_seed" ADD CONSTRAINT "simulation_seed_desk_id_run_id_fkey" FOREIGN KEY ("desk_id", "run_id") REFERENCES "simulation_run"("desk_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "simulation_run" ADD CONSTRAINT "simulation_run_request_hash_is_sha256" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "simulation_run" ADD CONSTRAINT "simulation_run_has_seeds" CHECK (cardinality("seeds") > 0);
ALTER TABLE "simulation_run" ADD CONSTRAINT "simulation_run_done_of_seeds" CHECK ("seeds_done" BETWEEN 0 AND cardinality("seeds"));
ALTER TABLE "simulation_run" ADD CONSTRAINT "simulation_run_done_with_all_seeds" CHECK (("status" = 'DONE') = ("seeds_done" = cardinality("seeds")));
ALTER TABLE "simulation_run" ADD CONSTRAINT "simulation_run_reason_when_failed" CHECK (("status" = 'FAILED') = ("failure_reason" IS NOT NULL));

ALTER TABLE "simulation_run" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "simulation_seed" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "simulation_run"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "simulation_seed"
  USING ("desk_id" = current_setting('app.desk', true));

-- As of scenarios: the worker that works for no desk looks for those whose jobs were lost.
CREATE POLICY "unsettled" ON "simulation_run" FOR SELECT TO footprint_worker
  USING ("status" IN ('QUEUED', 'RUNNING') AND coalesce(current_setting('app.desk', true), '') = '');
CREATE INDEX "simulation_run_unsettled_idx" ON "simulation_run" ("updated_at") WHERE "status" IN ('QUEUED', 'RUNNING');

-- The api moves a run in one way only: it cancels what is not settled.
CREATE POLICY "cancels_only" ON "simulation_run" AS RESTRICTIVE FOR UPDATE TO footprint_api
  USING ("status" IN ('QUEUED', 'RUNNING')) WITH CHECK ("status" = 'CANCELLED');

GRANT SELECT, INSERT ON "simulation_run" TO footprint_api;
GRANT UPDATE ("status") ON "simulation_run" TO footprint_api;
GRANT SELECT ON "simulation_seed" TO footprint_api;
GRANT SELECT ON "simulation_run" TO footprint_worker;
GRANT UPDATE ("status", "seeds_done", "failure_reason") ON "simulation_run" TO footprint_worker;
GRANT SELECT, INSERT ON "simulation_seed" TO footprint_worker;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "simulation_run"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('SIMULATION_RUN_UPDATED');
CREATE TRIGGER "announce_update" AFTER UPDATE ON "simulation_run"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('SIMULATION_RUN_UPDATED');
CREATE TRIGGER "touch" BEFORE UPDATE ON "simulation_run" FOR EACH ROW EXECUTE FUNCTION "touch"();
