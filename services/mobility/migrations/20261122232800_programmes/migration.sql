CREATE TABLE "programme_agreements" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"instance_id" uuid NOT NULL,
	"coordinator" text NOT NULL,
	"sending" text NOT NULL,
	"receiving" text NOT NULL,
	"receiving_unit" text,
	"receiving_contact" jsonb,
	"teaching_partners" text[] NOT NULL,
	"code" text NOT NULL,
	"call_year" integer NOT NULL,
	"academic_year" text NOT NULL,
	"rule_pack" text,
	"content" jsonb NOT NULL,
	"charters" text[] NOT NULL,
	"prepared_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "programme_agreements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "programme_agreements_pair" ON "programme_agreements" ("instance_id","sending");--> statement-breakpoint
CREATE INDEX "programme_agreements_sending" ON "programme_agreements" ("sending");--> statement-breakpoint
CREATE POLICY "owner" ON "programme_agreements" AS PERMISSIVE FOR ALL TO public USING ("programme_agreements"."coordinator" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("programme_agreements"."coordinator" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "programme_agreements" AS PERMISSIVE FOR SELECT TO public USING ("programme_agreements"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "programme_agreements"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));