-- AlterTable
ALTER TABLE "device_policies" ADD COLUMN "step" TEXT;

-- How far a policy has come with a device, by the name or the id of the policy: the most severe where several have the name.
CREATE FUNCTION "device_policy_step"("violations" jsonb, "policy_state" jsonb, "key" text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT s.step FROM (
    SELECT v->>'action' AS step FROM jsonb_array_elements(violations) v WHERE v->>'policy' = key
    UNION ALL
    SELECT CASE WHEN p->>'exceptedUntil' IS NOT NULL THEN 'excepted' ELSE coalesce(p->>'action', 'waiting') END
    FROM jsonb_array_elements(policy_state) p WHERE p->>'endedAt' IS NULL AND key IN (p->>'policyId', p->>'policy')) s
  ORDER BY array_position(ARRAY['retire', 'quarantine', 'block', 'send_alert', 'monitor', 'waiting', 'excepted'], s.step) LIMIT 1
$$;

-- For rows of the version before, which does not know the column.
CREATE FUNCTION "set_policy_step"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.step := (SELECT device_policy_step(d.violations, d.policy_state, NEW.policy) FROM devices d WHERE d.id = NEW.device_id);
  RETURN NEW;
END $$;
CREATE TRIGGER "device_policies_step" BEFORE INSERT ON "device_policies" FOR EACH ROW
  WHEN (NEW.step IS NULL) EXECUTE FUNCTION "set_policy_step"();

-- Most check-ins change no violation: then no step is looked for.
CREATE OR REPLACE FUNCTION "follow_device"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.violations IS DISTINCT FROM NEW.violations OR OLD.policy_state IS DISTINCT FROM NEW.policy_state THEN
    UPDATE device_policies SET facet = NEW.facet, name = NEW.name, last_check_in_at = NEW.last_check_in_at,
      last_reported_at = NEW.last_reported_at,
      step = coalesce(device_policy_step(NEW.violations, NEW.policy_state, policy), step) WHERE device_id = NEW.id;
  ELSE
    UPDATE device_policies SET facet = NEW.facet, name = NEW.name, last_check_in_at = NEW.last_check_in_at,
      last_reported_at = NEW.last_reported_at WHERE device_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER "device_policies_follow" AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN ((OLD.violations <> '[]' OR OLD.policy_state <> '[]') AND (NEW.violations <> '[]' OR NEW.policy_state <> '[]')
    AND (OLD.facet IS DISTINCT FROM NEW.facet OR OLD.name <> NEW.name
      OR OLD.last_check_in_at <> NEW.last_check_in_at OR OLD.last_reported_at IS DISTINCT FROM NEW.last_reported_at
      OR OLD.violations IS DISTINCT FROM NEW.violations OR OLD.policy_state IS DISTINCT FROM NEW.policy_state))
  EXECUTE FUNCTION "follow_device"();
