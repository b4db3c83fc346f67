-- The one table of the demo in DuckDB: an event is a row, as it was received, under its messageId.
-- Times are UTC. This file only declares; what goes in is decided in event-row.mjs, how in duckdb-store.mjs.

-- Gives every stored row a number that only grows, so that a reader can ask for "what came after".
create sequence if not exists arrivals;

create table if not exists events (
  arrival         bigint    not null default nextval('arrivals'),
  message_id      varchar   primary key,       -- the sender's id; a second event under it is refused
  type            varchar   not null,          -- track, page, screen, identify, group, alias
  name            varchar,                     -- event (track), name (page, screen), groupId, previousId
  anonymous_id    varchar,
  user_id         varchar,
  session_id      varchar,                     -- context.courtesy.session_id
  seq             bigint,                      -- context.courtesy.seq: gaps in it are losses
  timestamp       timestamp not null,          -- by the visitor's clock, as sent
  corrected_at    timestamp not null,          -- received_at - (sent_at - timestamp): by our clock
  sent_at         timestamp not null,          -- by the visitor's clock
  received_at     timestamp not null,          -- by our clock
  path            varchar,
  title           varchar,
  campaign_source varchar,
  campaign_medium varchar,
  campaign_name   varchar,
  properties      json,                        -- of identify and group: their traits
  context         json                         -- the batch's context under the event's own
);

-- Columns that came later, for files that were made before. Their old rows have nothing in them.
alter table events add column if not exists instance_id varchar;              -- context.courtesy.instance_id: whose seq it is
alter table events add column if not exists channel varchar;                  -- of the visit; of page views and conversions only
alter table events add column if not exists first_channel varchar;            -- these five of conversions only:
alter table events add column if not exists last_channel varchar;             -- what led to them,
alter table events add column if not exists last_non_direct_channel varchar;  -- as it was then
alter table events add column if not exists touch_channels varchar[];         -- one for each touch, oldest first
alter table events add column if not exists touches json;                     -- the touches themselves
alter table events add column if not exists engaged_ms bigint;                -- of Page Engaged: attention since its last one
alter table events add column if not exists dropped_queue_full bigint;        -- context.courtesy.dropped: of the instance, so far
alter table events add column if not exists dropped_hold_full bigint;
alter table events add column if not exists dropped_refused bigint;
alter table events add column if not exists dropped_blocked bigint;
alter table events add column if not exists dropped_corrupt bigint;
alter table events add column if not exists dropped_contract bigint;
alter table events add column if not exists dropped_hook bigint;

-- What reports read from, in either database. Here no event is there twice.
create or replace view unique_events as select * from events;

-- ClickHouse's name for it, so that one text of a report runs on both.
create or replace macro arrayJoin(list) as unnest(list);
