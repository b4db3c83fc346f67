-- Rows that are in the table more than once, which no other report sees: none in DuckDB, in ClickHouse those not merged away yet.
select count(*) as stored_rows, count(distinct message_id) as events, count(*) - count(distinct message_id) as duplicates
from events
