-- A batch is as urgent as its desk says, may have a deadline, and may be cancelled.

CREATE TYPE "job_priority" AS ENUM ('INTERACTIVE', 'BULK');
CREATE TYPE "forecast_batch_state" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'EXPIRED');

ALTER TABLE "forecast_batch" ADD COLUMN "priority" "job_priority" NOT NULL DEFAULT 'BULK';
ALTER TABLE "forecast_batch" ADD COLUMN "deadline" TIMESTAMPTZ(6);

-- What names the status goes before its type changes, and comes back as it was.
DROP POLICY "unsettled" ON "forecast_batch";
DROP INDEX "forecast_batch_unsettled_idx";
ALTER TABLE "forecast_batch" DROP CONSTRAINT "forecast_batch_answered_when_done";
ALTER TABLE "forecast_batch" DROP CONSTRAINT "forecast_batch_reason_when_failed";
ALTER TABLE "forecast_batch" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "forecast_batch" ALTER COLUMN "status" TYPE "forecast_batch_state" USING "status"::text::"forecast_batch_state";
ALTER TABLE "forecast_batch" ALTER COLUMN "status" SET DEFAULT 'QUEUED';
ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_answered_when_done" CHECK ("status" <> 'DONE' OR "answered" = "orders");
ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_reason_when_failed" CHECK (("status" = 'FAILED') = ("failure_reason" IS NOT NULL));
ALTER TABLE "forecast_batch" ADD CONSTRAINT "forecast_batch_deadline_when_expired" CHECK ("status" <> 'EXPIRED' OR "deadline" IS NOT NULL);
CREATE POLICY "unsettled" ON "forecast_batch" FOR SELECT TO footprint_worker
  USING ("status" IN ('QUEUED', 'RUNNING') AND coalesce(current_setting('app.desk', true), '') = '');
CREATE INDEX "forecast_batch_unsettled_idx" ON "forecast_batch" ("updated_at") WHERE "status" IN ('QUEUED', 'RUNNING');

-- The api moves a batch in one way only: it cancels what is not settled.
CREATE POLICY "cancels_only" ON "forecast_batch" AS RESTRICTIVE FOR UPDATE TO footprint_api
  USING ("status" IN ('QUEUED', 'RUNNING')) WITH CHECK ("status" = 'CANCELLED');
GRANT UPDATE ("status") ON "forecast_batch" TO footprint_api;
