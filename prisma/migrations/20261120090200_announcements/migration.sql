-- What must be told when a write commits, told by the write's own transaction.

-- {topic, deskId, ids} on channel desk_events, once per statement and desk; 100 ids stay below the 8,000 bytes of a payload.
CREATE FUNCTION "announce_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(
    'desk_events',
    json_build_object('topic', TG_ARGV[0], 'deskId', desk_id, 'ids', json_agg(id))::text
  )
  FROM (
    SELECT desk_id, id, (row_number() OVER (PARTITION BY desk_id) - 1) / 100 AS page FROM changed
  ) AS paged
  GROUP BY desk_id, page;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "decision"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('DECISION_MADE');

CREATE TRIGGER "announce_insert" AFTER INSERT ON "scenario"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('SCENARIO_UPDATED');

CREATE TRIGGER "announce_update" AFTER UPDATE ON "scenario"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('SCENARIO_UPDATED');

-- A listener that lost its connection asks for what changed since.
CREATE FUNCTION "touch"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;

CREATE TRIGGER "touch" BEFORE UPDATE ON "scenario" FOR EACH ROW EXECUTE FUNCTION "touch"();

-- Wakes the relay.
CREATE FUNCTION "announce_outbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY outbox;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "outbox"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_outbox"();
