CREATE TABLE "public_term_calendars" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"schac_id" text NOT NULL,
	"academic_year" text NOT NULL,
	"terms" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_grading_tables" (
	"id" uuid PRIMARY KEY,
	"version" integer NOT NULL,
	"schac_id" text NOT NULL,
	"isced_f" text NOT NULL,
	"cycle" text NOT NULL,
	"grading_scheme" text NOT NULL,
	"first_year" text NOT NULL,
	"last_year" text NOT NULL,
	"grades" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "public_term_calendars_year" ON "public_term_calendars" ("schac_id","academic_year");--> statement-breakpoint
CREATE UNIQUE INDEX "public_grading_tables_reference" ON "public_grading_tables" ("schac_id","isced_f","cycle","grading_scheme");