CREATE TABLE "legal_statements" (
	"enrolment_id" uuid,
	"institution" text,
	"question" text,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"answer" text NOT NULL,
	"basis" text NOT NULL,
	"owner" text,
	"review_on" date,
	"stated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "legal_statements_pkey" PRIMARY KEY("enrolment_id","institution","question")
);
--> statement-breakpoint
ALTER TABLE "legal_statements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "seat_plans" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"lead" text NOT NULL,
	"request" integer NOT NULL,
	"plan" jsonb,
	"taken" jsonb NOT NULL,
	"next_number" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "seat_plans" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "withdrawn_submissions" (
	"submission_id" uuid PRIMARY KEY,
	"lead" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "withdrawn_submissions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "state" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "student_status" text;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "prerequisites" jsonb;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "seated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "waiting_number" integer;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "result_versions" ADD COLUMN "distribution" jsonb;--> statement-breakpoint
ALTER TABLE "result_versions" ADD COLUMN "submission_id" uuid;--> statement-breakpoint
ALTER TABLE "results" ADD COLUMN "distribution" jsonb;--> statement-breakpoint
ALTER TABLE "results" ALTER COLUMN "submission_id" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "legal_statements_owner" ON "legal_statements" ("owner","review_on");--> statement-breakpoint
CREATE POLICY "owner" ON "legal_statements" AS PERMISSIVE FOR ALL TO public USING ("legal_statements"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "legal_statements"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "legal_statements"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("legal_statements"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "legal_statements"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "legal_statements"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "legal_statements" AS PERMISSIVE FOR SELECT TO public USING ("legal_statements"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "legal_statements" AS PERMISSIVE FOR SELECT TO public USING ("legal_statements"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "seat_plans" AS PERMISSIVE FOR ALL TO public USING ("seat_plans"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("seat_plans"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "withdrawn_submissions" AS PERMISSIVE FOR ALL TO public USING ("withdrawn_submissions"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("withdrawn_submissions"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));