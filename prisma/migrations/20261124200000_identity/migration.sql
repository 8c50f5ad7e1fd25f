-- CreateEnum
CREATE TYPE "session_role" AS ENUM ('viewer', 'operator', 'admin');

-- CreateEnum
CREATE TYPE "sign_in_method" AS ENUM ('entra', 'link');

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "username" TEXT,
ADD COLUMN "role" "session_role",
ADD COLUMN "method" "sign_in_method",
ADD COLUMN "user_id" TEXT,
ADD COLUMN "tenant_id" TEXT,
ADD COLUMN "user_agent" TEXT;

-- Until now all sessions began with a link.
UPDATE "sessions" SET "role" = 'admin', "method" = 'link';
ALTER TABLE "sessions" ALTER COLUMN "role" SET NOT NULL, ALTER COLUMN "method" SET NOT NULL;

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "token_hash" TEXT NOT NULL,
    "return_to" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "refused_name" TEXT,
    "refused_username" TEXT,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("token_hash")
);
