-- What all instances together said that they dropped, by reason. Each tells its count so far, so its highest counts.
select coalesce(sum(of_queue_full), 0) as queue_full, coalesce(sum(of_hold_full), 0) as hold_full,
       coalesce(sum(of_refused), 0) as refused, coalesce(sum(of_blocked), 0) as blocked,
       coalesce(sum(of_corrupt), 0) as corrupt, coalesce(sum(of_contract), 0) as contract, coalesce(sum(of_hook), 0) as hook
from (
  select instance_id, max(dropped_queue_full) as of_queue_full, max(dropped_hold_full) as of_hold_full,
         max(dropped_refused) as of_refused, max(dropped_blocked) as of_blocked, max(dropped_corrupt) as of_corrupt,
         max(dropped_contract) as of_contract, max(dropped_hook) as of_hook
  from unique_events
  where instance_id is not null
  group by instance_id
) as instances
