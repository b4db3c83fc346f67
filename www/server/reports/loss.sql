-- What is missing, by instance (one engine, a page's life), and what the instance itself said that it dropped.
-- `numbered` are those of the drops that had a number (queue_full, blocked, refused, hook): with them `missing` is accounted for. The
-- others (`unnumbered`) never had one. A tab that sends for others counts what it lost of theirs as its own, so compare sums of all rows.
select instance_id, max(seq) as last_seq, count(distinct message_id) as events,
       max(seq) - count(distinct message_id) as missing,
       coalesce(max(dropped_queue_full) + max(dropped_blocked) + max(dropped_refused) + max(dropped_hook), 0) as numbered,
       coalesce(max(dropped_hold_full) + max(dropped_contract) + max(dropped_corrupt), 0) as unnumbered
from unique_events
where instance_id is not null and seq is not null
group by instance_id
order by missing desc, instance_id
