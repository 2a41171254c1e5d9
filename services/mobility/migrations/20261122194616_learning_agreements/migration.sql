CREATE TABLE "learning_agreement_entries" (
	"id" uuid PRIMARY KEY,
	"agreement_id" uuid NOT NULL,
	"sending" text NOT NULL,
	"receiver_sees" text,
	"coordinator_sees" text,
	"learner_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"side" text NOT NULL,
	"institution" text,
	"actor" text,
	"move" text NOT NULL,
	"proposal" integer,
	"reason" text,
	"event_id" uuid,
	"event_type" text
);
--> statement-breakpoint
ALTER TABLE "learning_agreement_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learning_agreement_versions" (
	"agreement_id" uuid,
	"number" integer,
	"sending" text NOT NULL,
	"receiver_sees" text,
	"coordinator_sees" text,
	"learner_id" uuid NOT NULL,
	"state" text NOT NULL,
	"content" jsonb NOT NULL,
	"changes" jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"hash" text NOT NULL,
	"signatures" jsonb NOT NULL,
	"comment" jsonb,
	"opened_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "learning_agreement_versions_pkey" PRIMARY KEY("agreement_id","number")
);
--> statement-breakpoint
ALTER TABLE "learning_agreement_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learning_agreements" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"learner_id" uuid NOT NULL,
	"sending" text NOT NULL,
	"sending_unit" text,
	"receiving" text NOT NULL,
	"receiving_unit" text,
	"coordinator" text,
	"teaching_partners" text[] NOT NULL,
	"receiver_sees" text,
	"coordinator_sees" text,
	"type" text NOT NULL,
	"academic_year" text NOT NULL,
	"programme" jsonb,
	"sending_contact" jsonb,
	"receiving_contact" jsonb,
	"student" bytea NOT NULL,
	"student_commitment" text NOT NULL,
	"state" text NOT NULL,
	"status" text NOT NULL,
	"turn" text NOT NULL,
	"turn_since" timestamp with time zone NOT NULL,
	"due_on" date,
	"starts_on" date,
	"ends_on" date,
	"search_text" text NOT NULL,
	"name_tokens" text[] NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "learning_agreements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "learning_agreement_entries_agreement" ON "learning_agreement_entries" ("agreement_id");--> statement-breakpoint
CREATE INDEX "learning_agreements_sending" ON "learning_agreements" ("sending","academic_year","status");--> statement-breakpoint
CREATE INDEX "learning_agreements_receiver" ON "learning_agreements" ("receiver_sees","academic_year","status");--> statement-breakpoint
CREATE INDEX "learning_agreements_learner" ON "learning_agreements" ("learner_id");--> statement-breakpoint
CREATE POLICY "owner" ON "learning_agreement_entries" AS PERMISSIVE FOR ALL TO public USING ("learning_agreement_entries"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "learning_agreement_entries"."receiver_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learning_agreement_entries"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "learning_agreement_entries"."receiver_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "learning_agreement_entries" AS PERMISSIVE FOR SELECT TO public USING ("learning_agreement_entries"."coordinator_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "learning_agreement_entries" AS PERMISSIVE FOR SELECT TO public USING ("learning_agreement_entries"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "learning_agreement_versions" AS PERMISSIVE FOR ALL TO public USING ("learning_agreement_versions"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "learning_agreement_versions"."receiver_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learning_agreement_versions"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "learning_agreement_versions"."receiver_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "learning_agreement_versions" AS PERMISSIVE FOR SELECT TO public USING ("learning_agreement_versions"."coordinator_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "learning_agreement_versions" AS PERMISSIVE FOR SELECT TO public USING ("learning_agreement_versions"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "learning_agreements" AS PERMISSIVE FOR ALL TO public USING ("learning_agreements"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "learning_agreements"."receiver_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learning_agreements"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "learning_agreements"."receiver_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "learning_agreements" AS PERMISSIVE FOR SELECT TO public USING ("learning_agreements"."coordinator_sees" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "learning_agreements" AS PERMISSIVE FOR SELECT TO public USING ("learning_agreements"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));