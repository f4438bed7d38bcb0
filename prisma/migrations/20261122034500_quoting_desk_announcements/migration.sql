-- Streamed prices follow what a desk holds and its kill switch, whichever process changed them. The id announced is the desk's.
CREATE FUNCTION "announce_desk_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(
    'desk_events',
    json_build_object('topic', TG_ARGV[0], 'deskId', desk_id, 'ids', json_build_array(desk_id))::text
  )
  FROM (SELECT DISTINCT desk_id FROM changed) AS desks;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_insert" AFTER INSERT ON "desk_position"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_desk_changes"('QUOTING_DESK_CHANGED');
CREATE TRIGGER "announce_update" AFTER UPDATE ON "desk_position"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_desk_changes"('QUOTING_DESK_CHANGED');
CREATE TRIGGER "announce_update" AFTER UPDATE ON "quoting_desk"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_desk_changes"('QUOTING_DESK_CHANGED');
