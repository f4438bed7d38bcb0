-- When something about a request for quote is next to be recorded: its expiry while it is open, its markouts after the end. One time for
-- both, so that one look finds what is due.
ALTER TABLE "quote_request" ADD COLUMN "due_at" BIGINT;

-- Those of all desks; nobody has to hear of it.
ALTER TABLE "quote_request" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "quote_request" DISABLE TRIGGER USER;
UPDATE "quote_request" SET "due_at" = "expires_at" WHERE "status" = 'OPEN';
ALTER TABLE "quote_request" ENABLE TRIGGER USER;
ALTER TABLE "quote_request" FORCE ROW LEVEL SECURITY;

GRANT UPDATE ("due_at") ON "quote_request" TO footprint_api;

DROP POLICY "due" ON "quote_request";
CREATE POLICY "due" ON "quote_request" FOR SELECT TO footprint_api
  USING ("due_at" <= nullif(current_setting('app.due_at', true), '')::bigint);

-- By time: most of what is owed is owed tomorrow.
DROP INDEX "quote_request_due_idx";
CREATE INDEX "quote_request_due_at_idx" ON "quote_request"("due_at");
