-- Rows that workers compute in parts, for any kind of analysis.

CREATE TABLE "analysis" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "priority" "job_priority" NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "rows_per_part" INTEGER NOT NULL,
    "inputs" TEXT NOT NULL,
    "status" "simulation_run_state" NOT NULL DEFAULT 'QUEUED',
    "parts_done" INTEGER NOT NULL DEFAULT 0,
    "failure_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "analysis_pkey" PRIMARY KEY ("desk_id","id")
);

CREATE TABLE "analysis_part" (
    "desk_id" TEXT NOT NULL,
    "analysis_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "rows" TEXT NOT NULL,

    CONSTRAINT "analysis_part_pkey" PRIMARY KEY ("desk_id","analysis_id","part")
);

CREATE UNIQUE INDEX "analysis_desk_id_idempotency_key_key" ON "analysis"("desk_id", "idempotency_key");
CREATE INDEX "analysis_updated_at_idx" ON "analysis"("updated_at");

ALTER TABLE "analysis" ADD CONSTRAINT "analysis_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "analysis_part" ADD CONSTRAINT "analysis_part_desk_id_analysis_id_fkey" FOREIGN KEY ("desk_id", "analysis_id") REFERENCES "analysis"("desk_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "analysis" ADD CONSTRAINT "analysis_request_hash_is_sha256" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "analysis" ADD CONSTRAINT "analysis_has_rows" CHECK ("rows" > 0 AND "rows_per_part" > 0);
ALTER TABLE "analysis" ADD CONSTRAINT "analysis_done_of_parts" CHECK ("parts_done" BETWEEN 0 AND ceil("rows"::numeric / "rows_per_part"));
ALTER TABLE "analysis" ADD CONSTRAINT "analysis_done_with_all_parts" CHECK (("status" = 'DONE') = ("parts_done" = ceil("rows"::numeric / "rows_per_part")));
ALTER TABLE "analysis" ADD CONSTRAINT "analysis_reason_when_failed" CHECK (("status" = 'FAILED') = ("failure_reason" IS NOT NULL));

ALTER TABLE "analysis" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "analysis_part" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "analysis"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "analysis_part"
  USING ("desk_id" = current_setting('app.desk', true));

-- As of simulation runs: the worker that works for no desk looks for those whose jobs were lost.
CREATE POLICY "unsettled" ON "analysis" FOR SELECT TO footprint_worker
  USING ("status" IN ('QUEUED', 'RUNNING') AND coalesce(current_setting('app.desk', true), '') = '');
CREATE INDEX "analysis_unsettled_idx" ON "analysis" ("updated_at") WHERE "status" IN ('QUEUED', 'RUNNING');

-- The api moves an analysis in one way only: it cancels what is not settled.
CREATE POLICY "cancels_only" ON "analysis" AS RESTRICTIVE FOR UPDATE TO footprint_api
  USING ("status" IN ('QUEUED', 'RUNNING')) WITH CHECK ("status" = 'CANCELLED');

GRANT SELECT, INSERT ON "analysis" TO footprint_api;
GRANT UPDATE ("status") ON "analysis" TO footprint_api;
GRANT SELECT ON "analysis_part" TO footprint_api;
GRANT SELECT ON "analysis" TO footprint_worker;
GRANT UPDATE ("status", "parts_done", "failure_reason") ON "analysis" TO footprint_worker;
GRANT SELECT, INSERT ON "analysis_part" TO footprint_worker;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "analysis"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('ANALYSIS_UPDATED');
CREATE TRIGGER "announce_update" AFTER UPDATE ON "analysis"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('ANALYSIS_UPDATED');
CREATE TRIGGER "touch" BEFORE UPDATE ON "analysis" FOR EACH ROW EXECUTE FUNCTION "touch"();
