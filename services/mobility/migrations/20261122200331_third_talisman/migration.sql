CREATE TABLE "public_institutions" (
	"schac_id" text PRIMARY KEY,
	"version" integer NOT NULL,
	"country" text NOT NULL,
	"name" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_requests" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"closed_by" text,
	"closed_at" timestamp with time zone,
	"report" jsonb,
	"sealed" bytea
);
--> statement-breakpoint
ALTER TABLE "data_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learner_identifiers" (
	"home" text,
	"identity_index" text,
	"learner_id" uuid NOT NULL,
	CONSTRAINT "learner_identifiers_pkey" PRIMARY KEY("home","identity_index")
);
--> statement-breakpoint
ALTER TABLE "learner_identifiers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learner_pairs" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"home" text NOT NULL,
	"first_id" uuid NOT NULL,
	"second_id" uuid NOT NULL,
	"ground" text NOT NULL,
	"state" text NOT NULL,
	"survivor_id" uuid,
	"moved" jsonb,
	"undo_until" timestamp with time zone,
	"reason" text,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"found_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "learner_pairs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learner_versions" (
	"learner_id" uuid,
	"version" integer,
	"home" text NOT NULL,
	"changed" text[] NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"before" bytea,
	CONSTRAINT "learner_versions_pkey" PRIMARY KEY("learner_id","version")
);
--> statement-breakpoint
ALTER TABLE "learner_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "nomination_answers" (
	"nomination_id" uuid,
	"proposal" integer,
	"verb" text,
	"sending" text NOT NULL,
	"receiving" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"institution" text NOT NULL,
	"comment" bytea,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "nomination_answers_pkey" PRIMARY KEY("nomination_id","proposal","verb")
);
--> statement-breakpoint
ALTER TABLE "nomination_answers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "nomination_versions" (
	"nomination_id" uuid,
	"proposal" integer,
	"sending" text NOT NULL,
	"receiving" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"nominee" bytea NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "nomination_versions_pkey" PRIMARY KEY("nomination_id","proposal")
);
--> statement-breakpoint
ALTER TABLE "nomination_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "nominations" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"sending" text NOT NULL,
	"receiving" text NOT NULL,
	"coordinator" text,
	"learner_id" uuid NOT NULL,
	"type" text NOT NULL,
	"academic_year" text NOT NULL,
	"opportunity_id" uuid,
	"call_year" integer,
	"proposal" integer NOT NULL,
	"content_hash" text NOT NULL,
	"answered" text[] NOT NULL,
	"reason" text,
	"proposed_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "nominations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "programme_quotas" (
	"coordinator" text,
	"opportunity_id" uuid,
	"call_year" integer,
	"sending" text,
	"places" integer NOT NULL,
	CONSTRAINT "programme_quotas_pkey" PRIMARY KEY("coordinator","opportunity_id","call_year","sending")
);
--> statement-breakpoint
ALTER TABLE "programme_quotas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "learners_identity";--> statement-breakpoint
ALTER TABLE "learners" ADD COLUMN "name_tokens" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "learners" ADD COLUMN "birth_index" text;--> statement-breakpoint
ALTER TABLE "learners" ADD COLUMN "identity_proofing" text;--> statement-breakpoint
ALTER TABLE "learners" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "learners" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
insert into "learner_identifiers" ("home", "identity_index", "learner_id") select "home", "identity_index", "id" from "learners";--> statement-breakpoint
ALTER TABLE "learners" DROP COLUMN "identity_index";--> statement-breakpoint
CREATE INDEX "data_requests_queue" ON "data_requests" ("home","state","due_at");--> statement-breakpoint
CREATE INDEX "data_requests_learner" ON "data_requests" ("learner_id");--> statement-breakpoint
CREATE INDEX "learner_identifiers_learner" ON "learner_identifiers" ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "learner_pairs_identity" ON "learner_pairs" ("first_id","second_id");--> statement-breakpoint
CREATE INDEX "learner_pairs_second" ON "learner_pairs" ("second_id");--> statement-breakpoint
CREATE INDEX "learner_pairs_queue" ON "learner_pairs" ("home","state","id");--> statement-breakpoint
CREATE INDEX "learners_home" ON "learners" ("home","id");--> statement-breakpoint
CREATE INDEX "learners_birth" ON "learners" ("birth_index");--> statement-breakpoint
CREATE INDEX "nominations_sending" ON "nominations" ("sending","academic_year","state");--> statement-breakpoint
CREATE INDEX "nominations_receiving" ON "nominations" ("receiving","academic_year","state");--> statement-breakpoint
CREATE INDEX "nominations_learner" ON "nominations" ("learner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "nominations_programme" ON "nominations" ("opportunity_id","call_year","learner_id") WHERE "state" in ('pending', 'approved', 'rejected');--> statement-breakpoint
CREATE POLICY "learner" ON "access_records" AS PERMISSIVE FOR SELECT TO public USING ("access_records"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "data_requests" AS PERMISSIVE FOR ALL TO public USING ("data_requests"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("data_requests"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "data_requests" AS PERMISSIVE FOR SELECT TO public USING ("data_requests"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "learner_identifiers" AS PERMISSIVE FOR ALL TO public USING ("learner_identifiers"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learner_identifiers"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "learner_pairs" AS PERMISSIVE FOR ALL TO public USING ("learner_pairs"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learner_pairs"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "learner_versions" AS PERMISSIVE FOR ALL TO public USING ("learner_versions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learner_versions"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "learner_versions" AS PERMISSIVE FOR SELECT TO public USING ("learner_versions"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "nomination_answers" AS PERMISSIVE FOR ALL TO public USING ("nomination_answers"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "nomination_answers"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("nomination_answers"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "nomination_answers"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "nomination_answers" AS PERMISSIVE FOR SELECT TO public USING ("nomination_answers"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "nomination_versions" AS PERMISSIVE FOR ALL TO public USING ("nomination_versions"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "nomination_versions"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("nomination_versions"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "nomination_versions"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "nomination_versions" AS PERMISSIVE FOR SELECT TO public USING ("nomination_versions"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "nominations" AS PERMISSIVE FOR ALL TO public USING ("nominations"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "nominations"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("nominations"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "nominations"."receiving" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "nominations" AS PERMISSIVE FOR SELECT TO public USING ("nominations"."coordinator" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "nominations" AS PERMISSIVE FOR SELECT TO public USING ("nominations"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "programme_quotas" AS PERMISSIVE FOR ALL TO public USING ("programme_quotas"."coordinator" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("programme_quotas"."coordinator" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "programme_quotas" AS PERMISSIVE FOR SELECT TO public USING ("programme_quotas"."sending" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));