-- Page views by path, with the attention that they got (Page Engaged, seconds) in all and for each view.
select path, sum(case when type = 'page' then 1 else 0 end) as views, count(distinct anonymous_id) as visitors,
       round(sum(coalesce(engaged_ms, 0)) / 1000.0, 1) as engaged_s,
       round(sum(coalesce(engaged_ms, 0)) / 1000.0 / sum(case when type = 'page' then 1 else 0 end), 1) as engaged_s_a_view
from unique_events
where path is not null and (type = 'page' or name = 'Page Engaged')
group by path
having sum(case when type = 'page' then 1 else 0 end) > 0
order by views desc, path
