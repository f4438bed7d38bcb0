-- Which feature definitions a version means, once and for all. Common to all desks: it holds nothing of what they trade.
CREATE TABLE "feature_set" (
    "version" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "definitions" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feature_set_pkey" PRIMARY KEY ("version")
);

ALTER TABLE "feature_set" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY "read_by_all" ON "feature_set" FOR SELECT USING (true);
CREATE POLICY "registered_by_the_api" ON "feature_set" FOR INSERT TO footprint_api WITH CHECK (true);

GRANT SELECT, INSERT ON "feature_set" TO footprint_api;
GRANT SELECT ON "feature_set" TO footprint_worker;

-- A definition changes only by a new version, for the owner too.
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "feature_set"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
