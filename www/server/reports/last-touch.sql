-- Conversions by the channel of the last touch that was not direct; where there was none, of the last.
select coalesce(last_non_direct_channel, last_channel) as channel, name, count(*) as conversions
from unique_events
where last_channel is not null
group by coalesce(last_non_direct_channel, last_channel), name
order by conversions desc, channel, name
