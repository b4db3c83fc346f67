-- Multi-touch attribution, linear: each touch of a conversion's frozen log has an equal part of it.
select channel, count(*) as touches, round(sum(part), 6) as conversions
from (
  select arrayJoin(touch_channels) as channel, 1.0 / length(touch_channels) as part
  from unique_events
  where length(touch_channels) > 0
) as parts
group by channel
order by conversions desc, channel
