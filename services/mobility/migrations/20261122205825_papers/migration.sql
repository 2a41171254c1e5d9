CREATE TABLE "confirmations" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"kind" text NOT NULL,
	"mobility_id" uuid NOT NULL,
	"receiving" text NOT NULL,
	"sending" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"type" text NOT NULL,
	"academic_year" text NOT NULL,
	"programme" text,
	"arrived_on" date,
	"left_on" date,
	"online" jsonb,
	"hours" numeric(7,2),
	"holder" bytea NOT NULL,
	"signer" jsonb NOT NULL,
	"reason" text,
	"issued_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "confirmations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversion_rules" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"home" text NOT NULL,
	"rule" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversion_rules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "grade_conversions" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"working" jsonb NOT NULL,
	"decided" jsonb,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "grade_conversions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "transcript_drafts" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"receiving" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"lines" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transcript_drafts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "transcript_issues" (
	"id" uuid PRIMARY KEY,
	"transcript_id" uuid NOT NULL,
	"issue" integer NOT NULL,
	"receiving" text NOT NULL,
	"sending" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"holder" bytea NOT NULL,
	"statement" jsonb NOT NULL,
	"issued_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transcript_issues" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "transcripts" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"receiving" text NOT NULL,
	"sending" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"sending_sees" text GENERATED ALWAYS AS (case when issued > 0 then sending end) STORED,
	"learner_sees" uuid GENERATED ALWAYS AS (case when issued > 0 then learner_id end) STORED,
	"type" text NOT NULL,
	"academic_year" text NOT NULL,
	"issued" integer NOT NULL,
	"reason" text,
	"first_issued_on" date,
	"due_on" date,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transcripts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "confirmations_standing" ON "confirmations" ("mobility_id","kind") WHERE "state" = 'issued';--> statement-breakpoint
CREATE INDEX "confirmations_mobility" ON "confirmations" ("mobility_id");--> statement-breakpoint
CREATE INDEX "confirmations_learner" ON "confirmations" ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conversion_rules_home" ON "conversion_rules" ("home");--> statement-breakpoint
CREATE UNIQUE INDEX "grade_conversions_subject" ON "grade_conversions" ("home","subject");--> statement-breakpoint
CREATE INDEX "grade_conversions_learner" ON "grade_conversions" ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "transcript_issues_number" ON "transcript_issues" ("transcript_id","issue");--> statement-breakpoint
CREATE INDEX "transcripts_receiving" ON "transcripts" ("receiving","academic_year");--> statement-breakpoint
CREATE INDEX "transcripts_learner" ON "transcripts" ("learner_id");--> statement-breakpoint
CREATE POLICY "owner" ON "confirmations" AS PERMISSIVE FOR ALL TO public USING ("confirmations"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("confirmations"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "confirmations" AS PERMISSIVE FOR SELECT TO public USING ("confirmations"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "confirmations" AS PERMISSIVE FOR SELECT TO public USING ("confirmations"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "conversion_rules" AS PERMISSIVE FOR ALL TO public USING ("conversion_rules"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("conversion_rules"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "grade_conversions" AS PERMISSIVE FOR ALL TO public USING ("grade_conversions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("grade_conversions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "grade_conversions" AS PERMISSIVE FOR SELECT TO public USING ("grade_conversions"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "transcript_drafts" AS PERMISSIVE FOR ALL TO public USING ("transcript_drafts"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("transcript_drafts"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "transcript_issues" AS PERMISSIVE FOR ALL TO public USING ("transcript_issues"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("transcript_issues"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "transcript_issues" AS PERMISSIVE FOR SELECT TO public USING ("transcript_issues"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "transcript_issues" AS PERMISSIVE FOR SELECT TO public USING ("transcript_issues"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "transcripts" AS PERMISSIVE FOR ALL TO public USING ("transcripts"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "transcripts"."sending_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("transcripts"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "transcripts"."sending_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "transcripts" AS PERMISSIVE FOR SELECT TO public USING ("transcripts"."learner_sees"::text = (select nullif(current_setting('app.learner', true), '')));