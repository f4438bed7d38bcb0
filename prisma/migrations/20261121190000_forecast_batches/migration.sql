-- Orders whose impact a worker forecasts together.

-- A batch stands where a scenario may stand.
ALTER TYPE "scenario_status" RENAME TO "job_status";

CREATE TABLE "forecast_batch" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "inputs" TEXT NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'QUEUED',
    "answered" INTEGER NOT NULL DEFAULT 0,
    "failure_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "forecast_batch_pkey" PRIMARY KEY ("desk_id","id")
);

CREATE TABLE "forecast_batch_part" (
    "desk_id" TEXT NOT NULL,
    "batch_id" UUID NOT NULL,
    "first_order" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "answers" TEXT NOT NULL,

    CONSTRAINT "forecast_batch_part_pkey" PRIMARY KEY ("desk_id","batch_id","first_order")
);

CREATE UNIQUE INDEX "forecast_batch_desk_id_idempotency_key_key" ON "forecast_batch"("desk_id", "idempotency_key");
CREATE INDEX "forecast_batch_updated_at_idx" ON "forecast_batch"("updated_at");

ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "forecast_batch_part" ADD CONSTRAINT "forecast_batch_part_desk_id_batch_id_fkey" FOREIGN KEY ("desk_id", "batch_id") REFERENCES "forecast_batch"("desk_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_request_hash_is_sha256" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_answered_of_orders" CHECK ("answered" BETWEEN 0 AND "orders");
ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_answered_when_done" CHECK ("status" <> 'DONE' OR "answered" = "orders");
ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_reason_when_failed" CHECK (("status" = 'FAILED') = ("failure_reason" IS NOT NULL));

ALTER TABLE "forecast_batch" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "forecast_batch_part" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "forecast_batch"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "forecast_batch_part"
  USING ("desk_id" = current_setting('app.desk', true));

-- As of scenarios: the worker that works for no desk looks for those whose job was lost.
CREATE POLICY "unsettled" ON "forecast_batch" FOR SELECT TO footprint_worker
  USING ("status" IN ('QUEUED', 'RUNNING') AND coalesce(current_setting('app.desk', true), '') = '');
CREATE INDEX "forecast_batch_unsettled_idx" ON "forecast_batch" ("updated_at") WHERE "status" IN ('QUEUED', 'RUNNING');

GRANT SELECT, INSERT ON "forecast_batch" TO footprint_api;
GRANT SELECT ON "forecast_batch_part" TO footprint_api;
GRANT SELECT ON "forecast_batch" TO footprint_worker;
GRANT UPDATE ("status", "answered", "failure_reason") ON "forecast_batch" TO footprint_worker;
GRANT SELECT, INSERT ON "forecast_batch_part" TO footprint_worker;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "forecast_batch"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('FORECAST_BATCH_UPDATED');
CREATE TRIGGER "announce_update" AFTER UPDATE ON "forecast_batch"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('FORECAST_BATCH_UPDATED');
CREATE TRIGGER "touch" BEFORE UPDATE ON "forecast_batch" FOR EACH ROW EXECUTE FUNCTION "touch"();
