-- Conversions by the channel of the visitor's first touch, as it was when they happened.
select first_channel as channel, name, count(*) as conversions
from unique_events
where first_channel is not null
group by first_channel, name
order by conversions desc, channel, name
