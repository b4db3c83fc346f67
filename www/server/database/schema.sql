-- The one table of the demo: an event is a row, as it was received, under its messageId.
-- Times are UTC. This file only declares; what goes in is decided in event-row.mjs, how in event-store.mjs.

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
