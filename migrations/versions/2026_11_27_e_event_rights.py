"""Events: row security, grants, audit, append-only attendance, and the seats under a lock.

Revision: 0009_event_rights
Revises: 0008_events

A school and a person see of registrations their own only, yet everybody must take a turn, see how many seats are left and
pass a freed one on: those are definer functions that count rows and hand out none.
"""

from alembic import op

revision = "0009_event_rights"
down_revision = "0008_events"
branch_labels = None
depends_on = None

SCOPES = "opora_region, opora_municipality, opora_school, opora_person, opora_admin, opora_job"
WRITERS = "opora_municipality, opora_school, opora_person, opora_job"
SEEN = "opora_region, opora_municipality, opora_school, opora_person, opora_job"
DEFINER = "security definer set search_path = pg_catalog, pg_temp"
REGION = "region_id = (select ctx('scope'))"
MUNICIPALITY = "municipality_id = (select ctx('scope'))"
SCHOOL = "school_id = (select ctx('scope'))"
AROUND = "municipality_id = (select ctx('municipality'))"
OWN = "person_id = (select ctx('scope'))"
LED = "event_id = any (array(select s.event_id from event_speaker s where s.person_id = (select ctx('scope'))))"
TABLES = (
    "event", "event_speaker", "event_target", "event_registration", "event_attendance", "attendance_count", "event_feedback",
)  # fmt: skip
AUDITED = {  # table → personal columns, kept in the audit as "changed" only
    "event": "", "event_speaker": "person_id,name,note", "event_target": "",
    "event_registration": "person_id,name,sort_key,note",
}  # fmt: skip
APPEND_ONLY = ("event_attendance", "attendance_count")  # every row names its author: it is its own audit
SEATED = "('confirmed', 'attended', 'no_show', 'feedback_given')"
# Whose counts the caller may know: those of events around it.
NEAR = (
    "case current_setting('role') when 'opora_region' then e.region_id = public.ctx('scope')"
    " when 'opora_job' then e.region_id = public.ctx('scope') else e.municipality_id = public.ctx('municipality') end"
)

FUNCTIONS = {
    # One at a time: the lock is taken first, what is counted afterwards is what everybody before has committed.
    # No key update: rows that merely refer to the event do not wait for it.
    "take_turn(uuid)": (
        f"""
create function gate.take_turn(p_event uuid, out status text, out capacity int, out taken int,
                               out waiting int, out number int)
  language plpgsql {DEFINER} as $$
begin
  select e.status, e.capacity into status, capacity from public.event e where e.id = p_event and {NEAR} for no key update;
  if not found then return; end if;
  select count(*) filter (where r.status in {SEATED}), count(*) filter (where r.status = 'waitlisted'),
         coalesce(max(r.number), 0) + 1
    into taken, waiting, number from public.event_registration r where r.event_id = p_event;
end $$""",
        WRITERS,
    ),
    # Free seats go to those who wait, in the order of their numbers. Whoever freed one does not see who gets it.
    "promote(uuid, timestamptz)": (
        f"""
create function gate.promote(p_event uuid, p_at timestamptz)
  returns table (id uuid, region_id uuid, municipality_id uuid, school_id uuid, person_id uuid, number int, account_id uuid)
  language plpgsql {DEFINER} as $$
declare free int; begins timestamptz;
begin
  select e.capacity, e.starts_at into free, begins from public.event e
   where e.id = p_event and e.status in ('published', 'moved') and {NEAR} for no key update;
  if not found or begins <= p_at then return; end if;
  free := free - (select count(*) from public.event_registration r where r.event_id = p_event and r.status in {SEATED});
  return query
  with first as materialized (
    select r.id from public.event_registration r where r.event_id = p_event and r.status = 'waitlisted'
     order by r.number limit greatest(free, 0)
  ), seated as (
    update public.event_registration r
       set status = 'confirmed', status_since = p_at, updated_at = p_at, version = r.version + 1
      from first where r.id = first.id
    returning r.id, r.region_id, r.municipality_id, r.school_id, r.person_id, r.number
  ) select s.id, s.region_id, s.municipality_id, s.school_id, s.person_id, s.number, c.id
    from seated s left join public.account c on c.person_id = s.person_id and c.disabled_at is null order by s.number;
end $$""",
        WRITERS,
    ),
    # Whatever the program does: no seat beyond the capacity.
    "registration_seat()": (
        f"""
create function gate.registration_seat() returns trigger language plpgsql {DEFINER} as $$
declare seats int;
begin
  select e.capacity into seats from public.event e where e.id = new.event_id for no key update;
  if seats is not null and seats <= (select count(*) from public.event_registration r
                                      where r.event_id = new.event_id and r.id <> new.id and r.status in {SEATED}) then
    raise check_violation using message = 'no seat is left', constraint = 'event_registration_seats';
  end if;
  return new;
end $$""",
        None,
    ),
    "event_capacity()": (
        f"""
create function gate.event_capacity() returns trigger language plpgsql {DEFINER} as $$
begin
  if new.capacity < (select count(*) from public.event_registration r where r.event_id = new.id and r.status in {SEATED}) then
    raise check_violation using message = 'more seats are taken', constraint = 'event_capacity_taken';
  end if;
  return new;
end $$""",
        None,
    ),
    "event_figures(uuid)": (
        f"""
create function gate.event_figures(p_event uuid, out taken int, out waiting int, out requested int, out attended int)
  language sql stable {DEFINER} as $$
  select count(*) filter (where r.status in {SEATED})::int, count(*) filter (where r.status = 'waitlisted')::int,
         count(*) filter (where r.status = 'requested')::int,
         count(*) filter (where r.status in ('attended', 'feedback_given'))::int
    from public.event e left join public.event_registration r on r.event_id = e.id where e.id = p_event and {NEAR} $$""",
        SEEN,
    ),
    # How many wait before somebody, themselves counted: for who may not see the others.
    "waiting_position(uuid)": (
        f"""
create function gate.waiting_position(p_registration uuid) returns int language sql stable {DEFINER} as $$
  select count(*)::int from public.event_registration mine
    join public.event e on e.id = mine.event_id and {NEAR}
    join public.event_registration r on r.event_id = mine.event_id and r.status = 'waitlisted' and r.number <= mine.number
   where mine.id = p_registration $$""",
        SEEN,
    ),
    # An answer twice sent is one answer: its id is made by whoever answers.
    "give_feedback(uuid, uuid, text, smallint, text, date)": (
        f"""
create function gate.give_feedback(p_id uuid, p_event uuid, p_audience text, p_rating smallint, p_comment text, p_on date)
  returns boolean language plpgsql {DEFINER} as $$
begin
  insert into public.event_feedback (id, region_id, municipality_id, event_id, audience, rating, comment, given_on)
  select p_id, e.region_id, e.municipality_id, e.id, p_audience, p_rating, p_comment, p_on
    from public.event e where e.id = p_event and e.status not in ('draft', 'cancelled')
  on conflict on constraint event_feedback_pkey do nothing;
  return found;
end $$""",
        f"{WRITERS}, opora_auth",
    ),
    # INV-38: figures from five answers on; by audience only when each audience that answered has five, or the rest would tell.
    "feedback_figures(uuid)": (
        f"""
create function gate.feedback_figures(p_event uuid) returns table (audience text, rating smallint, answers int)
  language sql stable {DEFINER} as $$
  with given as (
    select f.audience, f.rating from public.event_feedback f join public.event e on e.id = f.event_id
     where f.event_id = p_event and {NEAR}
  ), enough as (
    select count(*) >= 5 as whole, coalesce((select min(n) >= 5 from (select count(*) n from given group by given.audience) x), false)
           as parts from given
  )
  select case when enough.parts then given.audience end, given.rating, count(*)::int
    from given, enough where enough.whole group by 1, 2 $$""",
        SEEN,
    ),
    "feedback_comments(uuid)": (
        f"""
create function gate.feedback_comments(p_event uuid) returns setof text language sql stable {DEFINER} as $$
  select f.comment from public.event_feedback f join public.event e on e.id = f.event_id
   where f.event_id = p_event and {NEAR} and f.comment is not null
     and (select count(*) from public.event_feedback a where a.event_id = p_event) >= 5
   order by f.id limit 500 $$""",
        SEEN,
    ),
    # What a guest with the link may know of an event.
    "guest_event(uuid)": (
        f"""
create function gate.guest_event(p_event uuid)
  returns table (title text, organizer_name text, audience text[], status text, starts_at timestamptz, ends_at timestamptz)
  language sql stable {DEFINER} as $$
  select e.title, e.organizer_name, e.audience, e.status, e.starts_at, e.ends_at from public.event e
   where e.id = p_event and e.status not in ('draft', 'cancelled') $$""",
        "opora_auth",
    ),
    # Wrong codes and guests' answers are counted where wrong passwords are: that table forgets after a day.
    "code_failed(uuid, uuid)": (
        f"""
create function gate.code_failed(p_event uuid, p_account uuid) returns int language sql {DEFINER} as $$
  insert into public.login_attempt as t (login, network, failures, last_at)
  values ('check-in ' || p_event, p_account::text, 1, clock_timestamp())
  on conflict on constraint login_attempt_pkey do update
     set failures = case when t.last_at < clock_timestamp() - interval '1 hour' then 1 else t.failures + 1 end,
         last_at = clock_timestamp(),
         blocked_until = case when t.last_at >= clock_timestamp() - interval '1 hour' and t.failures >= 4
           then clock_timestamp() + make_interval(secs => least(60, 2 ^ least(t.failures - 3, 6))) end
  returning ceil(extract(epoch from blocked_until - clock_timestamp()))::int $$""",
        "opora_auth",
    ),
    "code_wait(uuid)": (
        f"""
create function gate.code_wait(p_event uuid) returns int language sql stable {DEFINER} as $$
  select greatest(1, ceil(extract(epoch from t.blocked_until - clock_timestamp())))::int from public.login_attempt t
   where t.login = 'check-in ' || p_event and t.network = public.ctx('account')::text
     and t.blocked_until > clock_timestamp() $$""",
        WRITERS,
    ),
    # A hall of guests shares one network, so many may answer; a script may not fill the table.
    "guest_answers(uuid, text)": (
        f"""
create function gate.guest_answers(p_event uuid, p_network text) returns int language sql {DEFINER} as $$
  insert into public.login_attempt as t (login, network, failures, last_at)
  values ('feedback ' || p_event, p_network, 1, clock_timestamp())
  on conflict on constraint login_attempt_pkey do update
     set failures = case when t.last_at < clock_timestamp() - interval '1 hour' then 1 else t.failures + 1 end,
         last_at = case when t.last_at < clock_timestamp() - interval '1 hour' then clock_timestamp() else t.last_at end
  returning failures $$""",
        "opora_auth",
    ),
}


def _policy(name: str, table: str, role: str, condition: str, command: str = "all") -> None:
    check = f" with check ({condition})" if command == "insert" else f" using ({condition})"
    op.execute(f"create policy {name} on {table} for {command} to opora_{role}{check}")


def _announced() -> None:
    for table in ("event", "event_speaker", "event_target"):
        _policy("region", table, "region", REGION, "select")
        _policy("municipality", table, "municipality", MUNICIPALITY)
        _policy("job", table, "job", REGION)
        op.execute(f"grant select on {table} to {SEEN}")
        op.execute(f"grant insert, update on {table} to opora_municipality, opora_job")
    for role in ("school", "person"):
        _policy(role, "event", role, f"{AROUND} and status <> 'draft'", "select")
        _policy(role, "event_speaker", role, AROUND, "select")
    _policy("school", "event_target", "school", f"{AROUND} and (school_id is null or {SCHOOL})", "select")
    _policy("person", "event_target", "person", f"{AROUND} and school_id is null", "select")
    op.execute("grant delete on event_speaker, event_target to opora_municipality")


def _taking_part() -> None:
    for table in ("event_registration", "event_attendance"):
        _policy("municipality", table, "municipality", MUNICIPALITY)
        _policy("school", table, "school", f"{SCHOOL} and {AROUND}")
        op.execute(
            f"create policy own on {table} for all to opora_person using ({OWN}) with check ({OWN} and {AROUND})"
        )
        _policy("job", table, "job", REGION)
        op.execute(f"grant select, insert on {table} to opora_municipality, opora_school, opora_person, opora_job")
    _policy("led", "event_registration", "person", LED, "select")
    _policy("led_marked", "event_registration", "person", LED, "update")
    _policy("led", "event_attendance", "person", LED, "select")
    _policy("led_marked", "event_attendance", "person", LED, "insert")
    op.execute("grant select on event_registration to opora_region")  # no policy: it finds none, and knows figures only
    op.execute("grant update on event_registration to opora_municipality, opora_school, opora_person, opora_job")
    _policy("region", "attendance_count", "region", REGION, "select")
    _policy("municipality", "attendance_count", "municipality", MUNICIPALITY)
    _policy("school", "attendance_count", "school", f"{SCHOOL} and {AROUND}")
    _policy("job", "attendance_count", "job", REGION)
    op.execute("grant select on attendance_count to opora_region, opora_municipality, opora_school, opora_job")
    op.execute("grant insert on attendance_count to opora_municipality, opora_school")


def _triggers() -> None:
    for table, personal in AUDITED.items():
        op.execute(
            f"create trigger audit after insert or update or delete on {table}"
            f" for each row execute function audit_row('{personal}')"
        )
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger append_only before update or delete on {table} for each row execute function append_only()"
        )
        op.execute(
            f"create trigger never_emptied before truncate on {table} for each statement execute function append_only()"
        )
    op.execute(
        f"create trigger seat before insert on event_registration for each row when (new.status in {SEATED})"
        " execute function gate.registration_seat()"
    )
    op.execute(
        "create trigger seat_given before update of status on event_registration for each row"
        f" when (new.status in {SEATED} and old.status not in {SEATED}) execute function gate.registration_seat()"
    )
    op.execute(
        "create trigger capacity before update of capacity on event for each row"
        " when (new.capacity is not null and new.capacity is distinct from old.capacity)"
        " execute function gate.event_capacity()"
    )


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to opora_owner using (true)")
    for signature, (statement, grantees) in FUNCTIONS.items():
        op.execute(statement)
        op.execute(f"revoke execute on function gate.{signature} from public")
        if grantees:
            op.execute(f"grant execute on function gate.{signature} to {grantees}")
    _announced()
    _taking_part()
    _triggers()


def downgrade() -> None:
    for table in TABLES:
        for trigger in ("audit", "append_only", "never_emptied", "seat", "seat_given", "capacity"):
            op.execute(f"drop trigger if exists {trigger} on {table}")
    for signature in FUNCTIONS:
        op.execute(f"drop function gate.{signature}")
    for table in reversed(TABLES):
        op.execute(
            f"do $$ declare p text; begin for p in select policyname from pg_policies where schemaname = 'public'"
            f" and tablename = '{table}' loop execute format('drop policy %I on {table}', p); end loop; end $$"
        )
        op.execute(f"alter table {table} no force row level security")
        op.execute(f"alter table {table} disable row level security")
        op.execute(f"revoke all on {table} from opora_auth, opora_gate, {SCOPES}")
