-- A scenario is an analysis of one cell: its block is the grid, its three strategies are the rows. What desks asked for so far is kept under
-- its id; the owner of the tables sees those of all desks for it, and nobody has to hear of it.
ALTER TABLE "scenario" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "analysis" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "analysis_part" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "outbox" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "analysis" DISABLE TRIGGER USER;

-- Keys were unique among scenarios, and an analysis may have the same one.
INSERT INTO "analysis" (
  "desk_id", "id", "kind", "priority", "idempotency_key", "request_hash", "requested_at", "rows", "rows_per_part",
  "inputs", "status", "parts_done", "failure_reason", "created_at", "updated_at"
)
SELECT
  desk_id, id, 'SCENARIOS', 'INTERACTIVE', 'requestScenarios/' || idempotency_key, request_hash, requested_at, 3, 192,
  json_build_object(
    'instrumentId', asked -> 'instrumentId',
    'side', asked -> 'block' -> 'side',
    'quantities', json_build_array(asked -> 'block' -> 'quantity'),
    'horizons', json_build_array(json_build_object('horizonSeconds', asked -> 'block' -> 'horizonSeconds')),
    'volatilityFactors', json_build_array(1),
    'thresholdBps', asked -> 'thresholdBps',
    'market', asked -> 'block' -> 'market',
    'features', coalesce(asked -> 'block' -> 'features', 'null')
  )::text,
  status::text::"simulation_run_state", CASE status WHEN 'DONE' THEN 1 ELSE 0 END, failure_reason, created_at, updated_at
FROM (SELECT *, inputs::json AS asked FROM "scenario") AS scenarios;

INSERT INTO "analysis_part" ("desk_id", "analysis_id", "part", "rows")
SELECT desk_id, id, 0, (
  SELECT jsonb_agg(
    strategy || jsonb_build_object('row', number - 1, 'quantity', inputs::jsonb -> 'block' -> 'quantity', 'volatilityFactor', 1)
    ORDER BY number
  )::text
  FROM jsonb_array_elements(result::jsonb) WITH ORDINALITY AS strategies (strategy, number)
)
FROM "scenario" WHERE status = 'DONE';

-- Jobs that no queue has yet. Those that one has under an old name are not done under it: their analyses stand still and are queued again.
UPDATE "outbox" SET "payload" = json_build_object(
  'deskId', desk_id, 'analysisId', payload::json ->> 'scenarioId', 'part', 0, 'priority', 'INTERACTIVE'
)::text
WHERE topic = 'scenario.analyse';

UPDATE "outbox" SET "topic" = CASE kind
  WHEN 'SCENARIOS' THEN 'scenario.analyse'
  WHEN 'PORTFOLIO' THEN 'portfolio.analyse'
  WHEN 'VENUES' THEN 'venues.select'
END
FROM "analysis"
WHERE "outbox".topic = 'analysis.compute' AND "analysis".desk_id = "outbox".desk_id
  AND "analysis".id::text = "outbox".payload::json ->> 'analysisId';

ALTER TABLE "analysis" ENABLE TRIGGER USER;
ALTER TABLE "analysis" FORCE ROW LEVEL SECURITY;
ALTER TABLE "analysis_part" FORCE ROW LEVEL SECURITY;
ALTER TABLE "outbox" FORCE ROW LEVEL SECURITY;

DROP TABLE "scenario";
DROP TYPE "job_status";
