-- What somebody may put right in Entra is read again within the hour: those that were read longest ago first.
CREATE INDEX "devices_entra_problem_idx" ON "devices"("entra_read_at")
  WHERE "entra_problem" IN ('not_in_entra', 'disabled', 'expired', 'no_state');
