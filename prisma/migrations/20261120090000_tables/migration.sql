-- CreateEnum
CREATE TYPE "role" AS ENUM ('trader', 'dealer', 'quant', 'specialist', 'admin');

-- CreateEnum
CREATE TYPE "decision_kind" AS ENUM ('EVALUATE_QUOTES', 'GENERATE_QUOTE');

-- CreateEnum
CREATE TYPE "scenario_status" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED');

-- CreateTable
CREATE TABLE "desk" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "risk_aversion" DECIMAL(6,4) NOT NULL DEFAULT 0.1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "desk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "desk_id" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" "decision_kind" NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "decided_at" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,
    "output" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("desk_id","id")
);

-- CreateTable
CREATE TABLE "scenario" (
    "desk_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "requested_at" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,
    "status" "scenario_status" NOT NULL DEFAULT 'QUEUED',
    "result" TEXT,
    "failure_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scenario_pkey" PRIMARY KEY ("desk_id","id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "desk_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_prefix_key" ON "api_key"("prefix");

-- CreateIndex
CREATE INDEX "api_key_desk_id_idx" ON "api_key"("desk_id");

-- CreateIndex
CREATE INDEX "decision_created_at_idx" ON "decision" USING BRIN ("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "decision_desk_id_idempotency_key_key" ON "decision"("desk_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "scenario_updated_at_idx" ON "scenario"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "scenario_desk_id_idempotency_key_key" ON "scenario"("desk_id", "idempotency_key");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scenario" ADD CONSTRAINT "scenario_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_desk_id_fkey" FOREIGN KEY ("desk_id") REFERENCES "desk"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What Prisma cannot say.

-- A desk id is a short name, never empty: an unset `app.desk` reads as '' and so matches no desk.
ALTER TABLE "desk" ADD CONSTRAINT "desk_id_is_a_short_name" CHECK ("id" ~ '^[a-z0-9][a-z0-9-]{0,62}$');
ALTER TABLE "desk" ADD CONSTRAINT "desk_risk_aversion_not_negative" CHECK ("risk_aversion" >= 0);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_hash_is_sha256" CHECK (octet_length("key_hash") = 32);
ALTER TABLE "decision" ADD CONSTRAINT "decision_request_hash_is_sha256" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "scenario" ADD CONSTRAINT "scenario_request_hash_is_sha256" CHECK ("request_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "scenario" ADD CONSTRAINT "scenario_result_when_done" CHECK (("status" = 'DONE') = ("result" IS NOT NULL));
ALTER TABLE "scenario" ADD CONSTRAINT "scenario_reason_when_failed" CHECK (("status" = 'FAILED') = ("failure_reason" IS NOT NULL));
