-- CreateTable
CREATE TABLE "device_traits" (
    "device_id" UUID NOT NULL,
    "os_version" TEXT NOT NULL,
    "model" TEXT,
    "ownership" "ownership",
    "encrypted" BOOLEAN,
    "action" "action",
    "failure_code" TEXT,

    CONSTRAINT "device_traits_pkey" PRIMARY KEY ("device_id")
);

-- CreateIndex
CREATE INDEX "device_traits_os_version_idx" ON "device_traits"("os_version");

-- CreateIndex
CREATE INDEX "device_traits_model_idx" ON "device_traits"("model");

-- CreateIndex
CREATE INDEX "device_traits_ownership_idx" ON "device_traits"("ownership");

-- CreateIndex
CREATE INDEX "device_traits_encrypted_idx" ON "device_traits"("encrypted");

-- CreateIndex
CREATE INDEX "device_traits_action_idx" ON "device_traits"("action");

-- CreateIndex
CREATE INDEX "device_traits_failure_code_idx" ON "device_traits"("failure_code");

-- AddForeignKey
ALTER TABLE "device_traits" ADD CONSTRAINT "device_traits_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever writes devices, the version before included, keeps their traits by this.
CREATE FUNCTION "keep_device_traits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO device_traits (device_id, os_version, model, ownership, encrypted, action, failure_code)
  VALUES (NEW.id, NEW.os_version, NEW.model, NEW.ownership, NEW.encrypted, NEW.action, NEW.failure_code)
  ON CONFLICT (device_id) DO UPDATE SET os_version = excluded.os_version, model = excluded.model,
    ownership = excluded.ownership, encrypted = excluded.encrypted, action = excluded.action,
    failure_code = excluded.failure_code;
  RETURN NULL;
END $$;
CREATE TRIGGER "device_traits_created" AFTER INSERT ON "devices" FOR EACH ROW EXECUTE FUNCTION "keep_device_traits"();
CREATE TRIGGER "device_traits_follow" AFTER UPDATE ON "devices" FOR EACH ROW
  WHEN ((OLD.os_version, OLD.model, OLD.ownership, OLD.encrypted, OLD.action, OLD.failure_code)
    IS DISTINCT FROM (NEW.os_version, NEW.model, NEW.ownership, NEW.encrypted, NEW.action, NEW.failure_code))
  EXECUTE FUNCTION "keep_device_traits"();
