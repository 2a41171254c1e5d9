CREATE TABLE "course_equivalences" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"home" text NOT NULL,
	"provider" text NOT NULL,
	"los_code" text NOT NULL,
	"title" text NOT NULL,
	"ects" numeric(6,2),
	"recognised_code" text NOT NULL,
	"recognised_title" text NOT NULL,
	"recognised_ects" numeric(6,2) NOT NULL,
	"source" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_on" date NOT NULL,
	"valid_until" date,
	"decisions" integer NOT NULL,
	"identity" text NOT NULL,
	"search_text" text NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "course_equivalences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "learning_agreements" ADD COLUMN "rule_pack" text NOT NULL;--> statement-breakpoint
ALTER TABLE "learning_agreements" ADD COLUMN "outcome" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "course_equivalences_identity" ON "course_equivalences" ("home","identity");--> statement-breakpoint
CREATE INDEX "course_equivalences_provider" ON "course_equivalences" ("home","provider");--> statement-breakpoint
CREATE POLICY "owner" ON "course_equivalences" AS PERMISSIVE FOR ALL TO public USING ("course_equivalences"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("course_equivalences"."home" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));