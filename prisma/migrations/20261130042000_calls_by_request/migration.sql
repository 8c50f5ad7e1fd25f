-- tenko: outside a transaction
-- Microsoft support speaks of request ids: the reports log finds its reports by them.
DROP INDEX CONCURRENTLY IF EXISTS "azure_calls_request_id_idx";
CREATE INDEX CONCURRENTLY "azure_calls_request_id_idx" ON "azure_calls"("request_id");
DROP INDEX CONCURRENTLY IF EXISTS "azure_calls_client_request_id_idx";
CREATE INDEX CONCURRENTLY "azure_calls_client_request_id_idx" ON "azure_calls"("client_request_id");
