-- CreateTable
CREATE TABLE "trace_links" (
    "subject" UUID NOT NULL,
    "parents" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trace_links_pkey" PRIMARY KEY ("subject")
);

-- CreateIndex
CREATE INDEX "trace_links_at_idx" ON "trace_links"("at");
