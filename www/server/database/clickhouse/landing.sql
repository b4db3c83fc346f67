-- A table that takes the SDK's NDJSON without any collector: `POST /?query=INSERT INTO landing FORMAT JSONEachRow`, with
-- `input_format_skip_unknown_fields=1` for what is not a column here. Columns have the names of the wire.
--
-- ClickHouse 18.16 can skip `properties`, `context` and `traits`, which are objects, but not keep them. From 23.3 on these work as well, and hold
-- their JSON:
--   alter table landing add column properties String, add column context String, add column traits String
-- with `input_format_json_read_objects_as_strings=1` in the query (the default of newer versions).

create table if not exists landing (
  messageId   String,
  type        String,
  anonymousId Nullable(String),
  userId      Nullable(String),
  event       Nullable(String),
  name        Nullable(String),
  groupId     Nullable(String),
  previousId  Nullable(String),
  timestamp   String,              -- ISO-8601: parseDateTimeBestEffort(timestamp) reads it
  sentAt      String,
  writeKey    Nullable(String),
  received_at DateTime default now()
)
engine = ReplacingMergeTree
order by messageId;
