-- The same tables on a cluster: replicated, and spread over shards by message_id. Run once, by hand, on any node:
--
--   clickhouse-client --multiquery --database courtesy < cluster.sql
--
-- Before: `create database courtesy on cluster courtesy`. Replace the cluster's name (courtesy, below) by the one in remote_servers; each node
-- defines the macros {shard} and {replica}, and knows a Keeper or ZooKeeper. The collector then writes to `events` of any node, or of
-- a load balancer before them: `create table if not exists` in schema.sql finds it and leaves it alone.
--
-- Why by a hash of message_id: an event that is sent twice must meet itself, and a ReplacingMergeTree compares within a shard only. By
-- visitor would do as well for that, but an event may come again after `identify`, or from a tab that knows less.
-- Adding a shard moves what is new to other shards and leaves what is there: an event that is sent again in those minutes may then be
-- counted twice. Wait with the weight of the new shard until clients' queues are empty, or copy into new tables.
--
-- The collector sends `insert_distributed_sync=1`: its answer means that the shards have the rows, not that one node means to pass them on.
-- `insert_quorum=2` in its user's profile makes it wait for a second replica, too.

create table if not exists events_local on cluster courtesy (
  arrival                 UInt64,
  message_id              String,
  type                    String,
  name                    Nullable(String),
  anonymous_id            Nullable(String),
  user_id                 Nullable(String),
  session_id              Nullable(String),
  instance_id             Nullable(String),
  seq                     Nullable(Int64),
  timestamp               Int64,
  corrected_at            Int64,
  sent_at                 Int64,
  received_at             Int64,
  path                    Nullable(String),
  title                   Nullable(String),
  campaign_source         Nullable(String),
  campaign_medium         Nullable(String),
  campaign_name           Nullable(String),
  channel                 Nullable(String),
  first_channel           Nullable(String),
  last_channel            Nullable(String),
  last_non_direct_channel Nullable(String),
  touch_channels          Array(String),
  touches                 Nullable(String),
  engaged_ms              Nullable(Int64),
  dropped_queue_full      Nullable(Int64),
  dropped_hold_full       Nullable(Int64),
  dropped_refused         Nullable(Int64),
  dropped_blocked         Nullable(Int64),
  dropped_corrupt         Nullable(Int64),
  dropped_contract        Nullable(Int64),
  dropped_hook            Nullable(Int64),
  properties              Nullable(String),
  context                 Nullable(String),
  precedence              UInt64 default 9007199254740991 - arrival
)
engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/courtesy/events', '{replica}', precedence)
order by message_id;

create table if not exists events on cluster courtesy as events_local
engine = Distributed(courtesy, currentDatabase(), events_local, cityHash64(message_id));

create view if not exists unique_events on cluster courtesy as select * from events final;
