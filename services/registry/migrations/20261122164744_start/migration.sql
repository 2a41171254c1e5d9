CREATE TABLE "agreements" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"parties" text[] NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"content_hash" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	"commitments" jsonb NOT NULL,
	"signatures" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agreements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "public_institutions" (
	"schac_id" text PRIMARY KEY,
	"version" integer NOT NULL,
	"name" jsonb NOT NULL,
	"country" text NOT NULL,
	"city" text NOT NULL,
	"legal_identifier" text NOT NULL,
	"accreditation" jsonb
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"subject" text NOT NULL,
	"display_name" text NOT NULL,
	"unit" text
);
--> statement-breakpoint
ALTER TABLE "staff" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_roles" (
	"id" uuid PRIMARY KEY,
	"institution" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"role" text NOT NULL,
	"unit" text,
	"level" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff_roles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_subject" ON "staff" ("institution","subject");--> statement-breakpoint
CREATE INDEX "staff_roles_staff" ON "staff_roles" ("staff_id");--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_staff_id_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE CASCADE;--> statement-breakpoint
CREATE POLICY "owner" ON "agreements" AS PERMISSIVE FOR ALL TO public USING ("agreements"."parties" && (select string_to_array(current_setting('app.tenants', true), ','))::text[]) WITH CHECK ("agreements"."parties" && (select string_to_array(current_setting('app.tenants', true), ','))::text[]);--> statement-breakpoint
CREATE POLICY "owner" ON "staff" AS PERMISSIVE FOR ALL TO public USING ("staff"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("staff"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));--> statement-breakpoint
CREATE POLICY "owner" ON "staff_roles" AS PERMISSIVE FOR ALL TO public USING ("staff_roles"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[])) WITH CHECK ("staff_roles"."institution" = any((select string_to_array(current_setting('app.tenants', true), ','))::text[]));