-- What all instances together said that they dropped, by reason.
select sum(queue_full) as queue_full, sum(hold_full) as hold_full, sum(refused) as refused, sum(blocked) as blocked,
       sum(corrupt) as corrupt, sum(contract) as contract, sum(hook) as hook
from (
  select instance_id,
         coalesce(max(dropped_queue_full), 0) as queue_full, coalesce(max(dropped_hold_full), 0) as hold_full,
         coalesce(max(dropped_refused), 0) as refused, coalesce(max(dropped_blocked), 0) as blocked,
         coalesce(max(dropped_corrupt), 0) as corrupt, coalesce(max(dropped_contract), 0) as contract,
         coalesce(max(dropped_hook), 0) as hook
  from unique_events
  where instance_id is not null
  group by instance_id
) as instances
