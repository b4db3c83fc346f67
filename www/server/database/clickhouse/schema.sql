-- The tables of the collector on one ClickHouse server. Run at its start; what is there already is left alone.
-- For a cluster run cluster.sql by hand before, and nothing else changes.
--
-- It needs nothing that ClickHouse 18.16 does not have: no DateTime64, hence times as milliseconds (UTC).

create table if not exists events (
  arrival                 UInt64,            -- the collector's own number, in microseconds since 1970; it only grows
  message_id              String,            -- the sender's id: whatever has the same one is the same event
  type                    String,            -- track, page, screen, identify, group, alias
  name                    Nullable(String),  -- event (track), name (page, screen), groupId, previousId
  anonymous_id            Nullable(String),
  user_id                 Nullable(String),
  session_id              Nullable(String),  -- context.courtesy.session_id
  instance_id             Nullable(String),  -- context.courtesy.instance_id: whose seq it is
  seq                     Nullable(Int64),   -- context.courtesy.seq: gaps in it are losses
  timestamp               Int64,             -- ms, by the visitor's clock, as sent
  corrected_at            Int64,             -- ms, received_at - (sent_at - timestamp): by our clock
  sent_at                 Int64,             -- ms, by the visitor's clock
  received_at             Int64,             -- ms, by our clock
  path                    Nullable(String),
  title                   Nullable(String),
  campaign_source         Nullable(String),
  campaign_medium         Nullable(String),
  campaign_name           Nullable(String),
  channel                 Nullable(String),  -- of the visit; of page views and conversions only
  first_channel           Nullable(String),  -- these five of conversions only:
  last_channel            Nullable(String),  -- what led to them,
  last_non_direct_channel Nullable(String),  -- as it was then
  touch_channels          Array(String),     -- one for each touch, oldest first
  touches                 Nullable(String),  -- JSON: the touches themselves
  engaged_ms              Nullable(Int64),   -- of Page Engaged: attention since its last one
  dropped_queue_full      Nullable(Int64),   -- context.courtesy.dropped: of the instance, so far
  dropped_hold_full       Nullable(Int64),
  dropped_refused         Nullable(Int64),
  dropped_blocked         Nullable(Int64),
  dropped_corrupt         Nullable(Int64),
  dropped_contract        Nullable(Int64),
  dropped_hook            Nullable(Int64),
  properties              Nullable(String),  -- JSON; of identify and group: their traits
  context                 Nullable(String),  -- JSON: the batch's context under the event's own
  -- Of one message_id the highest precedence stays, that is the first that came, as in DuckDB.
  precedence              UInt64 default 9007199254740991 - arrival
)
-- Doubles are removed when parts are merged, within a partition only. A partition by time of receipt would keep an event for ever
-- twice that was sent again after midnight, so there is none. Where every id is a UUID v7, as this SDK's are,
-- `partition by substring(message_id, 1, 4)` is safe (the id decides) and makes one of 50 days; ids of others would make thousands.
engine = ReplacingMergeTree(precedence)
order by message_id;

-- What reports read from, in either database: each event once, also before the merge.
create view if not exists unique_events as select * from events final;
