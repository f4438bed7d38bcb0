-- When a request for quote expires, in session time: a list by status says EXPIRED from then on, though no row is written.
-- There is no request yet: nothing offered to open one.
ALTER TABLE "quote_request" ADD COLUMN "expires_at" BIGINT NOT NULL;

-- Requests that nobody came back to stay recorded as OPEN; those that are open are found among the ones not yet due.
CREATE INDEX "quote_request_not_ended_idx" ON "quote_request" ("desk_id", "expires_at") WHERE "status" = 'OPEN';
