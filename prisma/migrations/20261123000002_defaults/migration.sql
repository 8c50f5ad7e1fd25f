-- The link to Azure is one row, there from the start.
INSERT INTO "connection" ("id") VALUES (1) ON CONFLICT ("id") DO NOTHING;
ALTER TABLE "connection" ADD CONSTRAINT "connection_one_row" CHECK ("id" = 1);

-- Every check-in updates its device: vacuum early, so that counts can use the visibility map, and leave
-- room on the pages for updates that touch no index.
ALTER TABLE "devices" SET (
  fillfactor = 85,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);
ALTER TABLE "check_ins" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "reports" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
