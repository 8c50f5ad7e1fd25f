-- tenko: backfill
-- The rows from before the column.
UPDATE "device_policies" p SET "step" = coalesce(device_policy_step(d."violations", d."policy_state", p."policy"), 'waiting')
FROM (SELECT l."device_id", l."policy" FROM "device_policies" l WHERE l."step" IS NULL ORDER BY l."device_id", l."policy" LIMIT 2000) l
JOIN "devices" d ON d."id" = l."device_id"
WHERE p."policy" = l."policy" AND p."device_id" = l."device_id";
