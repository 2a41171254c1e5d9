CREATE TABLE "case_history" (
	"case_id" uuid,
	"version" integer,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"move" text NOT NULL,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"reason" text,
	"decision" jsonb,
	"event_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_history_pkey" PRIMARY KEY("case_id","version")
);
--> statement-breakpoint
ALTER TABLE "case_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"home" text NOT NULL,
	"lead" text NOT NULL,
	"award_id" uuid NOT NULL,
	"credential_id" uuid NOT NULL,
	"credential_version" integer NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"result_version" integer NOT NULL,
	"instance_id" uuid NOT NULL,
	"specification_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"isced_f" text NOT NULL,
	"academic_year" text NOT NULL,
	"earned_ects" numeric(6,2) NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"verdicts" jsonb,
	"decision" jsonb,
	"submitted_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "commitments" (
	"clause_id" uuid PRIMARY KEY,
	"recognising_body" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"agreement_version" integer NOT NULL,
	"agreement_title" text NOT NULL,
	"specification_id" uuid NOT NULL,
	"clause" jsonb NOT NULL,
	"ended_on" date
);
--> statement-breakpoint
ALTER TABLE "commitments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_institutions" (
	"schac_id" text PRIMARY KEY,
	"accreditation" jsonb
);
--> statement-breakpoint
CREATE TABLE "public_specifications" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"specification" jsonb NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "cases_award" ON "cases" ("home","award_id");--> statement-breakpoint
CREATE INDEX "cases_enrolment" ON "cases" ("enrolment_id");--> statement-breakpoint
CREATE INDEX "cases_learner" ON "cases" ("learner_id");--> statement-breakpoint
CREATE INDEX "commitments_specification" ON "commitments" ("specification_id");--> statement-breakpoint
CREATE POLICY "owner" ON "case_history" AS PERMISSIVE FOR ALL TO public USING ("case_history"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("case_history"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "case_history" AS PERMISSIVE FOR SELECT TO public USING ("case_history"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "cases" AS PERMISSIVE FOR ALL TO public USING ("cases"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("cases"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "cases" AS PERMISSIVE FOR SELECT TO public USING ("cases"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "commitments" AS PERMISSIVE FOR ALL TO public USING ("commitments"."recognising_body" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("commitments"."recognising_body" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));