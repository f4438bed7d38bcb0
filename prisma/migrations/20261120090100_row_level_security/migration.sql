-- The walls between desks. The api and the worker connect as roles that own nothing and cannot bypass these policies;
-- the desk of a transaction is `set_config('app.desk', id, true)`. Forced: the owner of the tables obeys as well.

-- Roles belong to the cluster, so another database of it may have created them, perhaps at this very moment. They get
-- LOGIN and a password from whoever runs the processes.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['footprint_api', 'footprint_worker'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', wanted);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO footprint_api, footprint_worker;

ALTER TABLE "desk" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "api_key" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "decision" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "scenario" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "desk"
  USING ("id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "api_key"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "decision"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "scenario"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "outbox"
  USING ("desk_id" = current_setting('app.desk', true));

-- A key is looked up before its desk is known: such a transaction sees the one row whose prefix was presented, and no
-- other. A policy rather than a SECURITY DEFINER function, which would run with its owner's power over every table.
CREATE POLICY "presented_key" ON "api_key" FOR SELECT TO footprint_api
  USING ("prefix" = current_setting('app.key_prefix', true));

-- The worker relays the jobs of every desk. A row holds a job's name and ids, nothing of what the desk trades.
CREATE POLICY "relay" ON "outbox" TO footprint_worker
  USING (true);

GRANT SELECT ON "desk", "api_key" TO footprint_api;
GRANT SELECT, INSERT ON "decision", "scenario" TO footprint_api;
GRANT INSERT ON "outbox" TO footprint_api;
GRANT USAGE ON SEQUENCE "outbox_id_seq" TO footprint_api;

GRANT SELECT ON "scenario" TO footprint_worker;
GRANT UPDATE ("status", "result", "failure_reason") ON "scenario" TO footprint_worker;
-- UPDATE of one column is what FOR UPDATE asks for.
GRANT SELECT, DELETE, UPDATE ("id") ON "outbox" TO footprint_worker;

-- The queue's own tables: BullMQ creates and migrates them as the worker.
CREATE SCHEMA IF NOT EXISTS "bull";
GRANT USAGE, CREATE ON SCHEMA "bull" TO footprint_worker;

-- Decisions are append-only, for the owner too.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "decision"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
