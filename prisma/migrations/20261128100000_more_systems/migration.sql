-- Systems that are kept and shown, and that Microsoft is never told of. At the end: device facets count them in this order.
ALTER TYPE "operating_system" ADD VALUE IF NOT EXISTS 'visionos';
ALTER TYPE "operating_system" ADD VALUE IF NOT EXISTS 'tvos';
ALTER TYPE "operating_system" ADD VALUE IF NOT EXISTS 'watchos';
ALTER TYPE "operating_system" ADD VALUE IF NOT EXISTS 'chromeos';
ALTER TYPE "operating_system" ADD VALUE IF NOT EXISTS 'linux';
ALTER TYPE "operating_system" ADD VALUE IF NOT EXISTS 'other';
