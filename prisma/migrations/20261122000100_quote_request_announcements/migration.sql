-- Who follows a request for quote hears of every change, whichever process made it.
CREATE TRIGGER "announce_insert" AFTER INSERT ON "quote_request"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('QUOTE_REQUEST_UPDATED');
CREATE TRIGGER "announce_update" AFTER UPDATE ON "quote_request"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "announce_changes"('QUOTE_REQUEST_UPDATED');
