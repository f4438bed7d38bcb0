-- Which model versions there are, which of them answer, and what shadows would have answered. Common to all desks.
CREATE TYPE "model_status" AS ENUM ('CANDIDATE', 'SHADOW', 'CHAMPION', 'RETIRED');

CREATE TABLE "model_version" (
    "model_version" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "manifest_sha256" TEXT NOT NULL,
    "status" "model_status" NOT NULL,
    "status_change" BIGINT NOT NULL,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("model_version")
);

CREATE TABLE "model_change" (
    "change" BIGSERIAL NOT NULL,
    "model_version" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "from_status" "model_status",
    "to_status" "model_status" NOT NULL,
    "reason" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_change_pkey" PRIMARY KEY ("change")
);

CREATE TABLE "shadow_prediction" (
    "id" BIGSERIAL NOT NULL,
    "model_version" TEXT NOT NULL,
    "answered_by" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "shadow" TEXT NOT NULL,
    "predicted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shadow_prediction_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "model_version_name_idx" ON "model_version"("name");
CREATE INDEX "model_change_name_idx" ON "model_change"("name");
CREATE INDEX "shadow_prediction_predicted_at_idx" ON "shadow_prediction" USING BRIN ("predicted_at");

-- Whatever races for it, a name has one champion.
CREATE UNIQUE INDEX "one_champion_per_name" ON "model_version"("name") WHERE "status" = 'CHAMPION';

ALTER TABLE "model_version" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "model_change" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "shadow_prediction" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- A person who owns the database may promote and roll back by hand.
CREATE POLICY "common" ON "model_version" USING (true);
CREATE POLICY "common" ON "model_change" USING (true);
GRANT SELECT, INSERT, UPDATE ("status", "status_change") ON "model_version" TO footprint_api;
GRANT SELECT, INSERT ON "model_change" TO footprint_api;
GRANT USAGE ON SEQUENCE "model_change_change_seq" TO footprint_api;
GRANT SELECT ON "model_version", "model_change" TO footprint_worker;

-- A prediction tells what a desk asked: both roles write it and neither reads it.
CREATE POLICY "written_by_all" ON "shadow_prediction" FOR INSERT WITH CHECK (true);
CREATE POLICY "read_by_the_owner" ON "shadow_prediction" FOR SELECT USING (true);
GRANT INSERT ON "shadow_prediction" TO footprint_api, footprint_worker;
GRANT USAGE ON SEQUENCE "shadow_prediction_id_seq" TO footprint_api, footprint_worker;

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "model_change"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "shadow_prediction"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Processes that serve look again.
CREATE FUNCTION "announce_models"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY models;
  RETURN NULL;
END $$;

CREATE TRIGGER "announce_change" AFTER INSERT OR UPDATE ON "model_version"
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_models"();
