-- Requests for quote: what happened to each, and where it stands.
CREATE TYPE "quote_request_status" AS ENUM ('OPEN', 'TRADED', 'PASSED', 'DONE_AWAY', 'EXPIRED');

CREATE TABLE "quote_request" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" "quote_request_status" NOT NULL,
    "instrument_ids" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quote_request_pkey" PRIMARY KEY ("desk_id","id")
);

CREATE TABLE "quote_request_change" (
    "desk_id" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quote_request_change_pkey" PRIMARY KEY ("desk_id","request_id","version")
);

CREATE INDEX "quote_request_desk_id_status_id_idx" ON "quote_request"("desk_id", "status", "id");
CREATE UNIQUE INDEX "quote_request_change_desk_id_idempotency_key_key" ON "quote_request_change"("desk_id", "idempotency_key");

ALTER TABLE "quote_request" ADD CONSTRAINT "quote_request_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "quote_request_change" ADD CONSTRAINT "quote_request_change_desk_id_request_id_fkey" FOREIGN KEY ("desk_id", "request_id") REFERENCES "quote_request"("desk_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "quote_request_change" ADD CONSTRAINT "quote_request_change_version_positive" CHECK ("version" >= 1);
ALTER TABLE "quote_request_change" ADD CONSTRAINT "quote_request_change_request_hash_is_sha256" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');

ALTER TABLE "quote_request" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "quote_request_change" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "own_desk" ON "quote_request"
  USING ("desk_id" = current_setting('app.desk', true));
CREATE POLICY "own_desk" ON "quote_request_change"
  USING ("desk_id" = current_setting('app.desk', true));

GRANT SELECT, INSERT, UPDATE ("version", "status") ON "quote_request" TO footprint_api;
GRANT SELECT, INSERT ON "quote_request_change" TO footprint_api;

CREATE TRIGGER "touch" BEFORE UPDATE ON "quote_request" FOR EACH ROW EXECUTE FUNCTION "touch"();

-- What happened stays, for the owner too.
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "quote_request_change"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
