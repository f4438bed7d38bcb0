-- What became of a desk's requests for quote: a row per request that has ended, made of its events.
CREATE TABLE "request_history" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "due_version" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "row" TEXT,
    "revision" BIGINT,

    CONSTRAINT "request_history_pkey" PRIMARY KEY ("desk_id","id")
);

CREATE INDEX "request_history_desk_id_revision_idx" ON "request_history"("desk_id", "revision");

-- Rows that must be made or made anew.
CREATE INDEX "request_history_behind_idx" ON "request_history" ("desk_id", "id") WHERE "version" < "due_version";

ALTER TABLE "request_history" ADD CONSTRAINT "request_history_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "request_history" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "request_history"
  USING ("desk_id" = current_setting('app.desk', true));

CREATE SEQUENCE "request_history_revision_seq";

GRANT SELECT, INSERT, UPDATE ("due_version", "version", "row", "revision") ON "request_history" TO footprint_api;
GRANT USAGE ON SEQUENCE "request_history_revision_seq" TO footprint_api;

-- Which rows are due is written with the change that makes them so.
CREATE FUNCTION "history_is_due"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "request_history" ("desk_id", "id", "due_version")
  SELECT desk_id, id, version FROM changed WHERE status <> 'OPEN' ORDER BY desk_id, id
  ON CONFLICT ("desk_id", "id") DO UPDATE SET "due_version" = EXCLUDED."due_version";
  RETURN NULL;
END $$;

CREATE TRIGGER "history_is_due" AFTER UPDATE ON "quote_request"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "history_is_due"();

-- Requests that ended before there was a history; the owner of the tables sees those of all desks for it.
ALTER TABLE "quote_request" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "request_history" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "request_history" ("desk_id", "id", "due_version")
  SELECT desk_id, id, version FROM "quote_request" WHERE status <> 'OPEN';
ALTER TABLE "quote_request" FORCE ROW LEVEL SECURITY;
ALTER TABLE "request_history" FORCE ROW LEVEL SECURITY;
