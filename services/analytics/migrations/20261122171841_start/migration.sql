CREATE TABLE "award_facts" (
	"award_id" uuid PRIMARY KEY,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"isced_f" text NOT NULL,
	"academic_year" text NOT NULL,
	"result_version" integer NOT NULL,
	"standing" integer NOT NULL,
	"earned" numeric(14,2) NOT NULL,
	"decided" integer NOT NULL,
	"recognised" numeric(14,2) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "award_facts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credit_cells" (
	"lead" text,
	"home" text,
	"isced_f" text,
	"academic_year" text,
	"audience" text DEFAULT 'aggregate' NOT NULL,
	"credentials" integer NOT NULL,
	"earned" numeric(14,2) NOT NULL,
	"decided" integer NOT NULL,
	"recognised" numeric(14,2) NOT NULL,
	CONSTRAINT "credit_cells_pkey" PRIMARY KEY("lead","home","isced_f","academic_year")
);
--> statement-breakpoint
ALTER TABLE "credit_cells" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_coverage" (
	"institution" text,
	"academic_year" text,
	"since" date NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "public_coverage_pkey" PRIMARY KEY("institution","academic_year")
);
--> statement-breakpoint
CREATE POLICY "owner" ON "award_facts" AS PERMISSIVE FOR ALL TO public USING ("award_facts"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("award_facts"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "award_facts" AS PERMISSIVE FOR SELECT TO public USING ("award_facts"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "credit_cells" AS PERMISSIVE FOR ALL TO public USING ("credit_cells"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("credit_cells"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "credit_cells" AS PERMISSIVE FOR SELECT TO public USING ("credit_cells"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "credit_cells"."audience" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));