CREATE TABLE "imported_entries" (
	"submission_id" uuid PRIMARY KEY,
	"stream_id" uuid NOT NULL,
	"institution" text NOT NULL,
	"template" text NOT NULL,
	"made_id" uuid NOT NULL,
	"left_as" text NOT NULL,
	"before" jsonb,
	"taken_back" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "imported_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "imported_entries_stream" ON "imported_entries" ("stream_id");--> statement-breakpoint
CREATE POLICY "owner" ON "imported_entries" AS PERMISSIVE FOR ALL TO public USING ("imported_entries"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("imported_entries"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));