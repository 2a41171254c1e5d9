CREATE TABLE "opportunities" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"lead" text NOT NULL,
	"state" text NOT NULL,
	"specification" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "opportunities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_instances" (
	"id" uuid PRIMARY KEY,
	"opportunity_id" uuid NOT NULL,
	"code" text NOT NULL UNIQUE,
	"lead" text NOT NULL,
	"instance" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_opportunities" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"code" text NOT NULL UNIQUE,
	"lead" text NOT NULL,
	"spec_hash" text NOT NULL,
	"specification" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "public_instances_opportunity" ON "public_instances" ("opportunity_id");--> statement-breakpoint
ALTER TABLE "public_instances" ADD CONSTRAINT "public_instances_opportunity_id_public_opportunities_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "public_opportunities"("id");--> statement-breakpoint
CREATE POLICY "owner" ON "opportunities" AS PERMISSIVE FOR ALL TO public USING ("opportunities"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("opportunities"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));