ALTER TABLE "import_rows" ADD COLUMN "made_id" uuid;--> statement-breakpoint
ALTER TABLE "import_rows" ADD COLUMN "learner_id" uuid;--> statement-breakpoint
ALTER TABLE "import_runs" ALTER COLUMN "instance_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "import_runs" ALTER COLUMN "specification_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "submission_streams" ALTER COLUMN "instance_id" DROP NOT NULL;--> statement-breakpoint
DROP INDEX "import_rows_submission";--> statement-breakpoint
CREATE INDEX "import_rows_submission" ON "import_rows" ("submission_id");--> statement-breakpoint
DROP INDEX "submission_streams_learner";--> statement-breakpoint
CREATE UNIQUE INDEX "submission_streams_learner" ON "submission_streams" ("owner","stream_index");--> statement-breakpoint
CREATE INDEX "import_rows_learner" ON "import_rows" ("learner_id");