CREATE TABLE "receipts" (
	"mobility_id" uuid,
	"aggregate" text,
	"receiver" text NOT NULL,
	"endpoint_id" uuid,
	"sender" text NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"proposal" integer,
	"delivery_version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"reason" text,
	"acknowledged_version" integer,
	"acknowledged_proposal" integer,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "receipts_pkey" PRIMARY KEY("mobility_id","aggregate","endpoint_id")
);
--> statement-breakpoint
ALTER TABLE "receipts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "receipts_sender" ON "receipts" ("sender","state");--> statement-breakpoint
CREATE POLICY "owner" ON "receipts" AS PERMISSIVE FOR ALL TO public USING ("receipts"."receiver" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("receipts"."receiver" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "receipts" AS PERMISSIVE FOR SELECT TO public USING ("receipts"."sender" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));