-- A quick run of a source asks for the devices that were noncompliant: found without reading the whole feed
CREATE INDEX "devices_feed_noncompliant_idx" ON "devices"("feed", "external_id") WHERE "verdict" = 'noncompliant';
