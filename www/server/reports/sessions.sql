-- Sessions and visitors by the channel that the session began with. A session that no page view told a channel of is `(unknown)`.
select began_with as channel, count(*) as sessions, count(distinct visitor) as visitors
from (
  select session_id, min(coalesce(anonymous_id, user_id)) as visitor, coalesce(argMin(channel, corrected_at), '(unknown)') as began_with
  from unique_events
  where session_id is not null
  group by session_id
) as visits
group by began_with
order by sessions desc, began_with
