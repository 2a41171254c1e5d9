CREATE TABLE "dossier_attachments" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"home" text NOT NULL,
	"author" text NOT NULL,
	"name" bytea NOT NULL,
	"content" bytea NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dossier_attachments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dossier_notes" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"institution" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"learner_id" uuid NOT NULL,
	"home" text NOT NULL,
	"author" text NOT NULL,
	"text" bytea NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dossier_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"institution" text NOT NULL,
	"saved_by" text NOT NULL,
	"for_all" boolean NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "saved_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "dossier_attachments_subject" ON "dossier_attachments" ("institution","subject_id");--> statement-breakpoint
CREATE INDEX "dossier_notes_subject" ON "dossier_notes" ("institution","subject_id");--> statement-breakpoint
CREATE INDEX "saved_views_institution" ON "saved_views" ("institution");--> statement-breakpoint
CREATE POLICY "owner" ON "dossier_attachments" AS PERMISSIVE FOR ALL TO public USING ("dossier_attachments"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("dossier_attachments"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "dossier_attachments" AS PERMISSIVE FOR SELECT TO public USING ("dossier_attachments"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "dossier_notes" AS PERMISSIVE FOR ALL TO public USING ("dossier_notes"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("dossier_notes"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "dossier_notes" AS PERMISSIVE FOR SELECT TO public USING ("dossier_notes"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "saved_views" AS PERMISSIVE FOR ALL TO public USING ("saved_views"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("saved_views"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));