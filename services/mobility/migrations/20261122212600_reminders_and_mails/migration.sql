CREATE TABLE "mail_settings" (
	"institution" text PRIMARY KEY,
	"version" integer NOT NULL,
	"sender" text,
	"offices" jsonb NOT NULL,
	"language" text,
	"time_zone" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mail_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_templates" (
	"institution" text,
	"kind" text,
	"language" text,
	"version" integer,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mail_templates_pkey" PRIMARY KEY("institution","kind","language","version")
);
--> statement-breakpoint
ALTER TABLE "mail_templates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"institution" text NOT NULL,
	"learner_id" uuid,
	"office" text,
	"kind" text NOT NULL,
	"language" text NOT NULL,
	"day" date NOT NULL,
	"items" jsonb,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
ALTER TABLE "mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "digest_days" (
	"institution" text,
	"day" date,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "digest_days_pkey" PRIMARY KEY("institution","day")
);
--> statement-breakpoint
ALTER TABLE "digest_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reminders" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"recipient" text NOT NULL,
	"learner_id" uuid,
	"subject" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_on" date NOT NULL,
	"mailed_on" date,
	"snoozed_until" date,
	"muted_at" timestamp with time zone,
	"noticed_on" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reminders" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" ("state","next_at");--> statement-breakpoint
CREATE INDEX "mails_institution" ON "mails" ("institution","id");--> statement-breakpoint
CREATE INDEX "reminders_subject" ON "reminders" ("institution","subject_id");--> statement-breakpoint
CREATE POLICY "owner" ON "mail_settings" AS PERMISSIVE FOR ALL TO public USING ("mail_settings"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("mail_settings"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "mail_templates" AS PERMISSIVE FOR ALL TO public USING ("mail_templates"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("mail_templates"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "mails" AS PERMISSIVE FOR ALL TO public USING ("mails"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("mails"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "mails" AS PERMISSIVE FOR SELECT TO public USING ("mails"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));--> statement-breakpoint
CREATE POLICY "owner" ON "digest_days" AS PERMISSIVE FOR ALL TO public USING ("digest_days"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("digest_days"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "reminders" AS PERMISSIVE FOR ALL TO public USING ("reminders"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("reminders"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "learner" ON "reminders" AS PERMISSIVE FOR SELECT TO public USING ("reminders"."learner_id"::text = (select nullif(current_setting('app.learner', true), '')));