-- tenko: backfill
-- The devices from before the triggers. A change that comes in between has written its own row, which stays.
INSERT INTO "device_traits" ("device_id", "os_version", "model", "ownership", "encrypted", "action", "failure_code")
SELECT d."id", d."os_version", d."model", d."ownership", d."encrypted", d."action", d."failure_code" FROM "devices" d
WHERE NOT EXISTS (SELECT 1 FROM "device_traits" t WHERE t."device_id" = d."id") ORDER BY d."id" LIMIT 5000
ON CONFLICT ("device_id") DO NOTHING;
