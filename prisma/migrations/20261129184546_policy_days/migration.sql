-- CreateTable
CREATE TABLE "policy_days" (
    "policy_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "violating" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_days_pkey" PRIMARY KEY ("policy_id","day")
);

-- AddForeignKey
ALTER TABLE "policy_days" ADD CONSTRAINT "policy_days_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;
