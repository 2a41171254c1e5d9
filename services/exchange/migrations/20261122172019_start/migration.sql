CREATE TABLE "access_records" (
	"id" uuid PRIMARY KEY,
	"owner" text NOT NULL,
	"submissions" integer NOT NULL,
	"run_id" uuid NOT NULL,
	"caller" text NOT NULL,
	"purpose" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_records" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "achievements" (
	"enrolment_id" uuid,
	"attempt" integer,
	"result_version" integer,
	"lead" text NOT NULL,
	"home" text NOT NULL,
	"credential_id" uuid,
	"credential" text,
	"case_id" uuid,
	"case" text,
	"case_reason" text,
	"recognised" text,
	CONSTRAINT "achievements_pkey" PRIMARY KEY("enrolment_id","attempt","result_version")
);
--> statement-breakpoint
ALTER TABLE "achievements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"receiver" text NOT NULL,
	"counterpart" text NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"event_type" text NOT NULL,
	"enrolment_id" uuid,
	"payload" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp with time zone,
	"remote_status" integer,
	"remote_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "header_mappings" (
	"institution" text,
	"template" text,
	"mapping" jsonb NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "header_mappings_pkey" PRIMARY KEY("institution","template")
);
--> statement-breakpoint
ALTER TABLE "header_mappings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_rows" (
	"run_id" uuid,
	"row" integer,
	"owner" text NOT NULL,
	"home" text,
	"attempt" integer NOT NULL,
	"fate" text NOT NULL,
	"problem_codes" text[] NOT NULL,
	"changes" integer NOT NULL,
	"stream_index" text,
	"sealed" bytea,
	"submission_id" uuid,
	"stream_id" uuid,
	"enrolment_id" uuid,
	"result_version" integer,
	"credential_due" boolean,
	"settlement" text,
	"other_row" integer,
	"end" text,
	"reason" text,
	"turn" text,
	"undone" boolean DEFAULT false NOT NULL,
	CONSTRAINT "import_rows_pkey" PRIMARY KEY("run_id","row")
);
--> statement-breakpoint
ALTER TABLE "import_rows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_runs" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"institution" text NOT NULL,
	"template" text NOT NULL,
	"instance_id" uuid NOT NULL,
	"specification_id" uuid NOT NULL,
	"state" text NOT NULL,
	"dry_run" boolean NOT NULL,
	"default_home" text,
	"file_name" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"fingerprint" text NOT NULL,
	"file_kind" text,
	"encoding" text,
	"file_problems" jsonb NOT NULL,
	"rows" integer NOT NULL,
	"good" integer NOT NULL,
	"refused" integer NOT NULL,
	"waiting" integer NOT NULL,
	"unchanged" integer NOT NULL,
	"submitted" integer NOT NULL,
	"changed_since" jsonb NOT NULL,
	"offering_version" text NOT NULL,
	"wrapped_key" bytea,
	"started_by" text NOT NULL,
	"correlation_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"checked_at" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"wiped_at" timestamp with time zone,
	"leased_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "import_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_instances" (
	"id" uuid PRIMARY KEY,
	"specification_id" uuid NOT NULL,
	"code" text NOT NULL,
	"lead" text NOT NULL,
	"partners" text[] NOT NULL,
	"instance" jsonb NOT NULL,
	"withdrawn" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_institutions" (
	"schac_id" text PRIMARY KEY,
	"version" integer NOT NULL,
	"name" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_specifications" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"spec_hash" text NOT NULL,
	"specification" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission_streams" (
	"id" uuid PRIMARY KEY,
	"owner" text NOT NULL,
	"instance_id" uuid NOT NULL,
	"stream_index" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "submission_streams" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"secret" bytea NOT NULL,
	"active" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "access_records_run" ON "access_records" ("run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" ("endpoint_id","event_id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" ("next_at") WHERE "state" = 'pending';--> statement-breakpoint
CREATE INDEX "deliveries_enrolment" ON "deliveries" ("enrolment_id");--> statement-breakpoint
CREATE INDEX "import_rows_fate" ON "import_rows" ("run_id","fate","row");--> statement-breakpoint
CREATE INDEX "import_rows_open" ON "import_rows" ("run_id") WHERE "end" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "import_rows_submission" ON "import_rows" ("submission_id");--> statement-breakpoint
CREATE INDEX "import_rows_achievement" ON "import_rows" ("enrolment_id","attempt","result_version");--> statement-breakpoint
CREATE UNIQUE INDEX "import_runs_same_upload" ON "import_runs" ("institution","fingerprint") WHERE "state" in ('received', 'checking', 'checked', 'accepting');--> statement-breakpoint
CREATE INDEX "import_runs_unfinished" ON "import_runs" ("state") WHERE "state" in ('received', 'checking', 'accepting', 'undoing');--> statement-breakpoint
CREATE UNIQUE INDEX "submission_streams_learner" ON "submission_streams" ("owner","instance_id","stream_index");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_institution" ON "webhook_endpoints" ("institution");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_url" ON "webhook_endpoints" ("institution","url");--> statement-breakpoint
CREATE POLICY "owner" ON "access_records" AS PERMISSIVE FOR ALL TO public USING ("access_records"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("access_records"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "achievements" AS PERMISSIVE FOR ALL TO public USING ("achievements"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "achievements"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("achievements"."lead" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]) or "achievements"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "deliveries" AS PERMISSIVE FOR ALL TO public USING ("deliveries"."receiver" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("deliveries"."receiver" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "reader" ON "deliveries" AS PERMISSIVE FOR SELECT TO public USING ("deliveries"."counterpart" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "header_mappings" AS PERMISSIVE FOR ALL TO public USING ("header_mappings"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("header_mappings"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "import_rows" AS PERMISSIVE FOR ALL TO public USING ("import_rows"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("import_rows"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "import_runs" AS PERMISSIVE FOR ALL TO public USING ("import_runs"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("import_runs"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "submission_streams" AS PERMISSIVE FOR ALL TO public USING ("submission_streams"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("submission_streams"."owner" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "webhook_endpoints" AS PERMISSIVE FOR ALL TO public USING ("webhook_endpoints"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("webhook_endpoints"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));