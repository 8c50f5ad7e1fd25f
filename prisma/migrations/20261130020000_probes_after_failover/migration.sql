-- tenko: contract after 20261128140000_readiness_probes
-- A standby may not have the sequence of an unlogged table on its disk when it takes over: "bad magic number in sequence",
-- and every probe fails from then on. No row was ever committed, so nothing is moved, and no version names the column.
ALTER TABLE "readiness_probes" DROP COLUMN "id";
ALTER TABLE "readiness_probes" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE "readiness_probes" ADD CONSTRAINT "readiness_probes_pkey" PRIMARY KEY ("id");
