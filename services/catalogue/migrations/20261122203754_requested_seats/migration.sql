ALTER TABLE "public_instances" ADD COLUMN "requested_seats" jsonb;--> statement-breakpoint
ALTER TABLE "public_instances" ADD COLUMN "confirmed_seats" jsonb;