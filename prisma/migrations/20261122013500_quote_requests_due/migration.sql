-- Expiries are recorded for every desk: a transaction that says how late it is sees the open requests that are due by then, and of
-- each only what its row says. A policy as for a presented key, rather than a function with its owner's power.
CREATE POLICY "due" ON "quote_request" FOR SELECT TO footprint_api
  USING ("status" = 'OPEN' AND "expires_at" <= nullif(current_setting('app.due_at', true), '')::bigint);

CREATE INDEX "quote_request_due_idx" ON "quote_request" ("id") INCLUDE ("expires_at") WHERE "status" = 'OPEN';
