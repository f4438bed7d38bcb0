-- Answers are kept in few bytes already, mostly digits: compressing them took the database longer than all else about them.
ALTER TABLE "forecast_batch_part" ALTER COLUMN "answers" SET STORAGE EXTERNAL;
