ALTER TABLE "awards" ADD COLUMN "standing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "awards" SET "standing" = true WHERE "state" = 'issued';
