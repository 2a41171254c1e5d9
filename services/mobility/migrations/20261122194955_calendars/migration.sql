CREATE TABLE "public_calendars" (
	"schac_id" text,
	"academic_year" text,
	"version" integer NOT NULL,
	"terms" jsonb NOT NULL,
	CONSTRAINT "public_calendars_pkey" PRIMARY KEY("schac_id","academic_year")
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
	"grades" jsonb NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "public_grading_tables_reference" ON "public_grading_tables" ("schac_id","isced_f","cycle","grading_scheme");