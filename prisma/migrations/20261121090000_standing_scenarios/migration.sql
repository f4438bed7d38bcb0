-- A queue may lose a job: Redis the last second when its machine dies, another queue server all of them. The worker asks
-- for the scenarios of all desks that are not settled, to hand their jobs over again. A transaction that names a desk
-- still sees that desk's scenarios only.
CREATE POLICY "unsettled" ON "scenario" FOR SELECT TO footprint_worker
  USING ("status" IN ('QUEUED', 'RUNNING') AND coalesce(current_setting('app.desk', true), '') = '');

CREATE INDEX "scenario_unsettled_idx" ON "scenario" ("updated_at") WHERE "status" IN ('QUEUED', 'RUNNING');
