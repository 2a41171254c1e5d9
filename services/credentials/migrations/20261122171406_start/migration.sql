CREATE TABLE "awards" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"instance_id" uuid NOT NULL,
	"specification_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"result_version" integer NOT NULL,
	"achieved" jsonb NOT NULL,
	"credential_id" uuid,
	"reason" text,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "awards" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY,
	"award_id" uuid NOT NULL,
	"state" text NOT NULL,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"instance_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"result_version" integer NOT NULL,
	"supersedes" uuid,
	"issued_at" timestamp with time zone NOT NULL,
	"sha256" text NOT NULL,
	"key_id" text NOT NULL,
	"status_list_id" uuid NOT NULL,
	"status_index" integer NOT NULL,
	"sealed" bytea NOT NULL,
	"size" bigint NOT NULL,
	"reason" text
);
--> statement-breakpoint
ALTER TABLE "credentials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "learner_keys" (
	"lead" text,
	"learner_id" uuid,
	"home" text NOT NULL,
	"wrapped_key" bytea NOT NULL,
	CONSTRAINT "learner_keys_pkey" PRIMARY KEY("lead","learner_id")
);
--> statement-breakpoint
ALTER TABLE "learner_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_certificates" (
	"fingerprint" text PRIMARY KEY,
	"institution" text NOT NULL,
	"legal_identifier" text NOT NULL,
	"certificate" bytea NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_instances" (
	"id" uuid PRIMARY KEY,
	"lead" text NOT NULL,
	"instance" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_institutions" (
	"schac_id" text PRIMARY KEY,
	"version" integer NOT NULL,
	"institution" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_share_tokens" (
	"token_hash" text PRIMARY KEY,
	"credential_id" uuid NOT NULL,
	"lead" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_specifications" (
	"id" uuid,
	"version" integer,
	"lead" text NOT NULL,
	"specification" jsonb NOT NULL,
	CONSTRAINT "public_specifications_pkey" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE TABLE "public_status_lists" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"version" integer NOT NULL,
	"sealed" bytea,
	"sealed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "seal_keys" (
	"fingerprint" text PRIMARY KEY,
	"institution" text NOT NULL,
	"private_key" bytea NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "seal_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "status_lists" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"taken" integer NOT NULL,
	"multiplier" integer NOT NULL,
	"shift" integer NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "status_lists" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" uuid PRIMARY KEY,
	"credential_id" uuid NOT NULL,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"learner_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"trust_list_version" text NOT NULL,
	"verdicts" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "verifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "awards_identity" ON "awards" ("enrolment_id","attempt");--> statement-breakpoint
CREATE INDEX "awards_state" ON "awards" ("state");--> statement-breakpoint
CREATE INDEX "credentials_award" ON "credentials" ("award_id");--> statement-breakpoint
CREATE INDEX "credentials_enrolment" ON "credentials" ("enrolment_id");--> statement-breakpoint
CREATE INDEX "credentials_instance" ON "credentials" ("instance_id");--> statement-breakpoint
CREATE INDEX "credentials_status" ON "credentials" ("status_list_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "public_certificates_holder" ON "public_certificates" ("institution","legal_identifier");--> statement-breakpoint
CREATE INDEX "seal_keys_institution" ON "seal_keys" ("institution");--> statement-breakpoint
CREATE INDEX "status_lists_institution" ON "status_lists" ("institution");--> statement-breakpoint
CREATE INDEX "verifications_credential" ON "verifications" ("credential_id");--> statement-breakpoint
CREATE POLICY "owner" ON "awards" AS PERMISSIVE FOR ALL TO public USING ("awards"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("awards"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "awards" AS PERMISSIVE FOR SELECT TO public USING ("awards"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "awards" AS PERMISSIVE FOR SELECT TO public USING ("awards"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "credentials" AS PERMISSIVE FOR ALL TO public USING ("credentials"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("credentials"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "credentials" AS PERMISSIVE FOR SELECT TO public USING ("credentials"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "credentials" AS PERMISSIVE FOR SELECT TO public USING ("credentials"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "learner_keys" AS PERMISSIVE FOR ALL TO public USING ("learner_keys"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("learner_keys"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "learner_keys" AS PERMISSIVE FOR SELECT TO public USING ("learner_keys"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "learner_keys" AS PERMISSIVE FOR SELECT TO public USING ("learner_keys"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "seal_keys" AS PERMISSIVE FOR ALL TO public USING ("seal_keys"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("seal_keys"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "status_lists" AS PERMISSIVE FOR ALL TO public USING ("status_lists"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("status_lists"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "verifications" AS PERMISSIVE FOR ALL TO public USING ("verifications"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("verifications"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "verifications" AS PERMISSIVE FOR SELECT TO public USING ("verifications"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "verifications" AS PERMISSIVE FOR SELECT TO public USING ("verifications"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));