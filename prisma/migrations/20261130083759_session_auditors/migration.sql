-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "auditor" BOOLEAN NOT NULL DEFAULT false;
