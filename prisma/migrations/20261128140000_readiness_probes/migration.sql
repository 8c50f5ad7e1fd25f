-- Where it is tried out whether the database takes changes. No row is ever committed. The pages that tries leave behind
-- are given back by autovacuum, which is told to come soon. Not logged: nothing here is worth a place in the log.
CREATE UNLOGGED TABLE "readiness_probes" (
    "id" BIGSERIAL NOT NULL,
    "filler" BYTEA NOT NULL,

    CONSTRAINT "readiness_probes_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "readiness_probes" ALTER COLUMN "filler" SET STORAGE PLAIN;
ALTER TABLE "readiness_probes" SET (autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);
