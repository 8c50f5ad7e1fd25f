-- What belongs to a key belongs to the keys that rotations put in its place, too. The keys of the environment are one.
ALTER TABLE "api_keys" ADD COLUMN "first_id" UUID;
WITH RECURSIVE chain AS (
    SELECT k.id, k.id AS first_id, k.replaced_by FROM "api_keys" k
    WHERE NOT EXISTS (SELECT 1 FROM "api_keys" former WHERE former.replaced_by = k.id)
    UNION ALL
    SELECT k.id, chain.first_id, k.replaced_by FROM chain JOIN "api_keys" k ON k.id = chain.replaced_by
)
UPDATE "api_keys" k SET "first_id" = chain.first_id FROM chain WHERE chain.id = k.id;
UPDATE "api_keys" SET "first_id" = (SELECT id FROM "api_keys" WHERE "managed" ORDER BY "created_at", "id" LIMIT 1)
WHERE "managed";
UPDATE "api_keys" SET "first_id" = "id" WHERE "first_id" IS NULL;
ALTER TABLE "api_keys" ALTER COLUMN "first_id" SET NOT NULL;

-- Views belonged to a name. Whoever made one is in the audit log, or it is the one person or key of that name.
ALTER TABLE "saved_views" ADD COLUMN "owner_key" TEXT;
UPDATE "saved_views" v SET "owner_key" = CASE e.actor_kind
    WHEN 'api_key' THEN 'api_key:' || k.first_id
    WHEN 'admin' THEN 'admin:' || coalesce(e.actor_id, e.actor_name) END
FROM "audit_events" e LEFT JOIN "api_keys" k ON k.id::text = e.actor_id
WHERE e.target = v.id::text AND e.action = 'view.create' AND e.outcome = 'done';
UPDATE "saved_views" v SET "owner_key" = 'admin:' || s.user_id
FROM (SELECT coalesce(username, name) AS name, min(user_id) AS user_id FROM "sessions" WHERE user_id IS NOT NULL
    GROUP BY 1 HAVING count(DISTINCT user_id) = 1) s
WHERE v.owner_key IS NULL AND s.name = v.owner;
UPDATE "saved_views" v SET "owner_key" = 'api_key:' || k.first_id
FROM (SELECT name, min(first_id::text) AS first_id FROM "api_keys" GROUP BY name HAVING count(DISTINCT first_id) = 1) k
WHERE v.owner_key IS NULL AND k.name = v.owner;
UPDATE "saved_views" SET "owner_key" = 'admin:' || "owner" WHERE "owner_key" IS NULL;
ALTER TABLE "saved_views" ALTER COLUMN "owner_key" SET NOT NULL;

-- Somebody who was renamed may have two views of one name: the newer one gets another name, and none is dropped.
UPDATE "saved_views" v
SET "name" = left(v.name, 80) || ' ' || right(v.id::text, 8), "name_key" = left(v.name_key, 80) || ' ' || right(v.id::text, 8)
FROM (SELECT id, row_number() OVER (PARTITION BY owner_key, name_key ORDER BY created_at, id) AS place
    FROM "saved_views") again
WHERE again.id = v.id AND again.place > 1;
DROP INDEX "saved_views_owner_name_key_key";
CREATE UNIQUE INDEX "saved_views_owner_key_name_key_key" ON "saved_views"("owner_key", "name_key");

UPDATE "preferences" p SET "owner" = 'api_key:' || k.first_id
FROM (SELECT name, min(first_id::text) AS first_id FROM "api_keys" GROUP BY name HAVING count(DISTINCT first_id) = 1) k
WHERE p.owner = 'api_key:' || k.name;

-- Since when an admin has been signing in with Microsoft: a start then prints no link that makes an admin.
ALTER TABLE "connection" ADD COLUMN "admin_signed_in_at" TIMESTAMPTZ(3);
UPDATE "connection" SET "admin_signed_in_at" = (SELECT min(at) FROM "audit_events"
    WHERE "action" = 'session.sign_in' AND "outcome" = 'done' AND "details" @> '{"by":"entra","role":"admin"}');
