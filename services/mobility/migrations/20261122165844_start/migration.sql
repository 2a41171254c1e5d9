CREATE TABLE "access_records" (
	"id" uuid PRIMARY KEY,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"caller" text NOT NULL,
	"purpose" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_records" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"instance_id" uuid NOT NULL,
	"specification_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"participant" bytea NOT NULL,
	"outcome" jsonb
);
--> statement-breakpoint
ALTER TABLE "enrolments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learners" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"home" text NOT NULL,
	"identity_index" text NOT NULL,
	"wrapped_key" bytea,
	"personal" bytea,
	"erased_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "learners" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_instances" (
	"id" uuid PRIMARY KEY,
	"specification_id" uuid NOT NULL,
	"lead" text NOT NULL,
	"partners" text[] NOT NULL,
	"instance" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_specifications" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"specification" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "result_versions" (
	"result_id" uuid,
	"version" integer,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"state" text NOT NULL,
	"outcome" text NOT NULL,
	"ects" numeric(6,2) NOT NULL,
	"grade" text,
	"grading_scheme" text,
	"assessed_on" date NOT NULL,
	"reason" text,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "result_versions_pkey" PRIMARY KEY("result_id","version")
);
--> statement-breakpoint
ALTER TABLE "result_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "results" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"state" text NOT NULL,
	"outcome" text NOT NULL,
	"ects" numeric(6,2) NOT NULL,
	"grade" text,
	"grading_scheme" text,
	"assessed_on" date NOT NULL,
	"submission_id" uuid NOT NULL,
	"reason" text
);
--> statement-breakpoint
ALTER TABLE "results" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "waiting_submissions" (
	"submission_id" uuid PRIMARY KEY,
	"stream_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"instance_id" uuid NOT NULL,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"attempt" integer NOT NULL,
	"reason" text NOT NULL,
	"correlation_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "waiting_submissions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "access_records_learner" ON "access_records" ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_identity" ON "enrolments" ("instance_id","learner_id");--> statement-breakpoint
CREATE INDEX "enrolments_learner" ON "enrolments" ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "learners_identity" ON "learners" ("home","identity_index");--> statement-breakpoint
CREATE UNIQUE INDEX "results_identity" ON "results" ("enrolment_id","attempt");--> statement-breakpoint
CREATE INDEX "waiting_submissions_instance" ON "waiting_submissions" ("instance_id");--> statement-breakpoint
CREATE POLICY "owner" ON "access_records" AS PERMISSIVE FOR ALL TO public USING ("access_records"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("access_records"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "enrolments" AS PERMISSIVE FOR ALL TO public USING ("enrolments"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "enrolments"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("enrolments"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "enrolments"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "enrolments" AS PERMISSIVE FOR SELECT TO public USING ("enrolments"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "learners" AS PERMISSIVE FOR ALL TO public USING ("learners"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learners"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "learners" AS PERMISSIVE FOR SELECT TO public USING ("learners"."id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "result_versions" AS PERMISSIVE FOR ALL TO public USING ("result_versions"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("result_versions"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "result_versions" AS PERMISSIVE FOR SELECT TO public USING ("result_versions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "result_versions" AS PERMISSIVE FOR SELECT TO public USING ("result_versions"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "results" AS PERMISSIVE FOR ALL TO public USING ("results"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("results"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "results" AS PERMISSIVE FOR SELECT TO public USING ("results"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "results" AS PERMISSIVE FOR SELECT TO public USING ("results"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "waiting_submissions" AS PERMISSIVE FOR ALL TO public USING ("waiting_submissions"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "waiting_submissions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("waiting_submissions"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "waiting_submissions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));