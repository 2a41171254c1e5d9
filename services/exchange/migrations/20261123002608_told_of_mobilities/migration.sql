ALTER TABLE "deliveries" ADD COLUMN "mobility_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "told" jsonb;--> statement-breakpoint
CREATE INDEX "deliveries_mobility" ON "deliveries" ("mobility_id");