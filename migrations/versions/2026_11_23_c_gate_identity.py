"""The gate's functions for everything before there is an actor: login, role switch, invitations, tokens, housekeeping.

Revision: 0003_gate_identity
Revises: 0002_row_security

Each is a definer function: its caller (`opora_auth`) reads no table. Those that write do so in the name of the account
concerned (`gate.act_as`), because the audit refuses a change without an actor.
"""

from alembic import op

revision = "0003_gate_identity"
down_revision = "0002_row_security"
branch_labels = None
depends_on = None

SCOPES = "opora_region, opora_municipality, opora_school, opora_person, opora_admin, opora_job"
DEFINER = "security definer set search_path = pg_catalog, pg_temp"

INNER = {
    "act_as(uuid)": f"""
create function gate.act_as(p_account uuid) returns void language sql {DEFINER} as $$
  select set_config('opora.account', p_account::text, true) $$""",
    # A fact about an account, told by the account itself through the assignment it last acted with.
    "tell(text, uuid, jsonb)": f"""
create function gate.tell(p_type text, p_account uuid, p_data jsonb) returns void language sql {DEFINER} as $$
  insert into public.change (at, assignment_id, account_id, region_id, municipality_id, school_id, person_id, type, entity_id,
                             data)
  select now(), a.id, c.id, c.region_id, c.municipality_id, c.school_id, c.person_id, p_type, c.id, p_data
    from public.account c
    cross join lateral (select r.id from public.role_assignment r where r.account_id = c.id
                         order by (r.valid_to is not null), r.valid_from, r.id limit 1) a
   where c.id = p_account $$""",
    "assignments(uuid)": f"""
create function gate.assignments(p_account uuid) returns setof jsonb stable language sql {DEFINER} as $$
  select jsonb_build_object('id', a.id, 'role', a.role, 'scope_kind', a.scope, 'region_id', a.region_id,
           'municipality_id', a.municipality_id, 'school_id', a.school_id, 'valid_from', a.valid_from, 'valid_to', a.valid_to,
           'scope_name', coalesce(s.short_name, m.name, r.name))
    from public.role_assignment a join public.region r on r.id = a.region_id
    left join public.municipality m on m.id = a.municipality_id left join public.school s on s.id = a.school_id
   where a.account_id = p_account and a.scope <> 'job' and a.valid_from <= now() and (a.valid_to is null or a.valid_to > now())
   order by a.valid_from, a.id $$""",
}

OUTER = {
    # One try is counted before the password is looked at, so that many at once are not all free. From the
    # fifth on, the next
    # one waits 2, 4, 8 … 60 seconds; only for this login from this network, so that the owner elsewhere still enters.
    "attempt(text, text)": f"""
create function gate.attempt(p_login text, p_network text, out wait int, out account_id uuid, out password_hash text)
  language plpgsql {DEFINER} as $$
declare tries int;
begin
  insert into public.login_attempt as t (login, network, failures, last_at) values (p_login, p_network, 1, clock_timestamp())
  on conflict on constraint login_attempt_pkey do update
     set failures = case when t.last_at < clock_timestamp() - interval '1 hour' then 1 else t.failures + 1 end,
         last_at = clock_timestamp()
   where t.blocked_until is null or t.blocked_until <= clock_timestamp()
  returning failures into tries;
  if tries is null then
    select greatest(1, ceil(extract(epoch from t.blocked_until - clock_timestamp())))::int into wait
      from public.login_attempt t where t.login = p_login and t.network = p_network;
    return;
  end if;
  if tries >= 5 then
    update public.login_attempt t
       set blocked_until = clock_timestamp() + make_interval(secs => least(60, 2 ^ least(tries - 4, 6)))
     where t.login = p_login and t.network = p_network;
  end if;
  select c.id, k.password_hash into account_id, password_hash
    from public.account c join public.credential k on k.account_id = c.id where c.login = p_login and c.kind = 'person';
end $$""",
    # The password was right: in through the first live role. The account is locked against being disabled at the same time.
    "open_session(uuid, uuid, bytea, text, text, interval, interval, text)": f"""
create function gate.open_session(p_account uuid, p_id uuid, p_hash bytea, p_agent text, p_network text, p_idle interval,
                                  p_absolute interval, p_rehashed text, out outcome text)
  language plpgsql {DEFINER} as $$
declare who public.account; through uuid;
begin
  select * into who from public.account c where c.id = p_account for update;
  delete from public.login_attempt t where t.login = who.login and t.network = p_network;
  if who.disabled_at is not null then outcome := 'disabled'; return; end if;
  select a.id into through from public.role_assignment a
   where a.account_id = p_account and a.scope <> 'job' and a.valid_from <= now() and (a.valid_to is null or a.valid_to > now())
   order by a.valid_from, a.id limit 1;
  if through is null then outcome := 'no-role'; return; end if;
  perform gate.act_as(p_account);
  update public.account set last_login_at = now() where id = p_account;
  if p_rehashed is not null then
    update public.credential set password_hash = p_rehashed where account_id = p_account;
  end if;
  insert into public.browser_session (id, hash, account_id, assignment_id, created_at, last_seen_at, idle_until, expires_at,
                                      user_agent)
  values (p_id, p_hash, p_account, through, now(), now(), now() + p_idle, now() + p_absolute, p_agent);
  outcome := 'opened';
end $$""",
    # Another role of the same account: a new secret, the old one ends, the absolute end stays.
    "switch_session(bytea, uuid, uuid, bytea, interval)": f"""
create function gate.switch_session(p_old bytea, p_assignment uuid, p_id uuid, p_hash bytea, p_idle interval) returns boolean
  language plpgsql {DEFINER} as $$
begin
  insert into public.browser_session (id, hash, account_id, assignment_id, created_at, last_seen_at, idle_until, expires_at,
                                      user_agent)
  select p_id, p_hash, s.account_id, p_assignment, now(), now(), least(now() + p_idle, s.expires_at), s.expires_at, s.user_agent
    from gate.actor(p_old, null) me join public.browser_session s on s.hash = p_old
    join gate.actor(null, p_assignment) other on other.account_id = me.account_id and other.scope <> 'job'
     for update of s;
  if not found then return false; end if;
  update public.browser_session set ended_at = now() where hash = p_old;
  return true;
end $$""",
    "me(bytea, uuid)": f"""
create function gate.me(p_session bytea, p_assignment uuid) returns text stable language sql {DEFINER} as $$
  select jsonb_build_object('account_id', c.id, 'login', c.login, 'assignment_id', me.assignment_id,
           'timezone', r.timezone, 'region', jsonb_build_object('id', r.id, 'name', r.name),
           'assignments', (select jsonb_agg(a) from gate.assignments(c.id) a),
           'person', case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name, 'short_name',
              concat_ws(' ', p.last_name, left(p.first_name, 1) || '.', left(p.patronymic, 1) || '.')) end)::text
    from gate.actor(p_session, p_assignment) me join public.account c on c.id = me.account_id
    join public.region r on r.id = me.region_id left join public.person p on p.id = c.person_id $$""",
    "login(bytea)": f"""
create function gate.login(p_session bytea) returns text stable language sql {DEFINER} as $$
  select c.login from gate.actor(p_session, null) me join public.account c on c.id = me.account_id $$""",
    # Other sessions and unused links end; the failed tries that led here are forgotten.
    "change_password(bytea, text, text)": f"""
create function gate.change_password(p_session bytea, p_password text, p_network text) returns boolean
  language plpgsql {DEFINER} as $$
declare who uuid := (select account_id from gate.actor(p_session, null));
begin
  if who is null then return false; end if;
  perform gate.act_as(who);
  update public.credential set password_hash = p_password, changed_at = now() where account_id = who;
  update public.browser_session set ended_at = now() where account_id = who and hash <> p_session and ended_at is null;
  update public.invitation set expires_at = now() where account_id = who and used_at is null and expires_at > now();
  delete from public.login_attempt t using public.account c
   where c.id = who and t.login = c.login and t.network = p_network;
  perform gate.tell('account.password_changed', who, '{{}}');
  return true;
end $$""",
    "invitation(bytea)": f"""
create function gate.invitation(p_hash bytea, out purpose text, out login text, out name text, out expires_at timestamptz)
  stable language sql {DEFINER} as $$
  select i.purpose, c.login, coalesce(p.name, c.login), i.expires_at
    from public.invitation i join public.account c on c.id = i.account_id and c.disabled_at is null
    left join public.person p on p.id = c.person_id
   where i.token_hash = p_hash and i.used_at is null and i.expires_at > now() $$""",
    # Once: the row is locked, a second use finds it used. A reset ends what was open and forgets failed logins.
    "accept_invitation(bytea, text)": f"""
create function gate.accept_invitation(p_hash bytea, p_password text) returns boolean language plpgsql {DEFINER} as $$
declare link public.invitation; who public.account;
begin
  select * into link from public.invitation i
   where i.token_hash = p_hash and i.used_at is null and i.expires_at > now() for update;
  select * into who from public.account c where c.id = link.account_id and c.disabled_at is null for update;
  if who.id is null then return false; end if;
  perform gate.act_as(who.id);
  update public.invitation set used_at = now() where id = link.id;
  update public.invitation set expires_at = now() where account_id = who.id and used_at is null and expires_at > now();
  insert into public.credential (account_id, password_hash, changed_at) values (who.id, p_password, now())
  on conflict (account_id) do update set password_hash = excluded.password_hash, changed_at = now();
  update public.account set activated_at = now(), version = version + 1, updated_at = now()
   where id = who.id and activated_at is null;
  update public.browser_session set ended_at = now() where account_id = who.id and ended_at is null;
  delete from public.login_attempt where login = who.login;
  perform gate.tell('account.invitation_accepted', who.id, jsonb_build_object('purpose', link.purpose));
  return true;
end $$""",
    "client(uuid, bytea)": f"""
create function gate.client(p_client uuid, p_secret bytea, out assignment_id uuid, out scopes text[])
  stable language sql {DEFINER} as $$
  select k.assignment_id, k.scopes from public.api_client k join gate.actor(null, k.assignment_id) a on a.role = 'client'
   where k.id = p_client and k.secret_hash = p_secret and k.revoked_at is null $$""",
    "demo_accounts()": f"""
create function gate.demo_accounts() returns table (login text, role text, scope_name text) stable language sql {DEFINER} as $$
  select c.login, a ->> 'role', a ->> 'scope_name' from public.account c
    cross join lateral (select a from gate.assignments(c.id) a limit 1) x(a)
   where c.login like '%@demo.opora' and c.kind = 'person' and c.disabled_at is null order by c.id $$""",
}

TOUCH = f"""
create function gate.touch_session(p_hash bytea, p_idle interval) returns void language sql {DEFINER} as $$
  update public.browser_session set last_seen_at = now(), idle_until = least(now() + p_idle, expires_at)
   where hash = p_hash and ended_at is null and expires_at > now() and idle_until > now() $$"""

# Scope roles read no hashes, so the own session is found here.
SESSION_ID = f"""
create function gate.session_id(p_hash bytea) returns uuid stable language sql {DEFINER} as $$
  select id from public.browser_session where hash = p_hash and account_id = public.ctx('account') $$"""

HOUSEKEEPING = f"""
create function gate.housekeeping(out sessions bigint, out keys bigint, out attempts bigint) language plpgsql {DEFINER} as $$
begin
  delete from public.browser_session
   where least(coalesce(ended_at, expires_at), expires_at, idle_until) < now() - interval '30 days';
  get diagnostics sessions = row_count;
  delete from public.idempotency_key where at < now() - interval '24 hours';
  get diagnostics keys = row_count;
  delete from public.login_attempt where last_at < now() - interval '1 day';
  get diagnostics attempts = row_count;
end $$"""

# A disabled account's sessions end for good: enabling it later must not bring them back.
END_SESSIONS = f"""
create function gate.end_sessions() returns trigger language plpgsql {DEFINER} as $$ begin
  update public.browser_session set ended_at = now() where account_id = new.id and ended_at is null;
  return null;
end $$"""

# Who manages an account sees all its roles: otherwise a municipal coordinator could reset the password of an
# account that
# also acts for the region. So an account's territory holds those of its live roles.
WITHIN = f"""
create function gate.role_within_account() returns trigger language plpgsql {DEFINER} as $$ begin
  if exists (select from public.account c
              where c.id = case tg_table_name when 'account' then new.id else (to_jsonb(new) ->> 'account_id')::uuid end
                and exists (select from public.role_assignment a where a.account_id = c.id
                               and (a.valid_to is null or a.valid_to > now())
                               and (c.region_id <> a.region_id
                                 or c.municipality_id is not null and c.municipality_id is distinct from
                                 a.municipality_id
                                 or c.school_id is not null and c.school_id is distinct from a.school_id))) then
    raise check_violation using message = 'a live role lies outside the territory of its account',
      constraint = 'role_assignment_within_account';
  end if;
  return null;
end $$"""


def _create(statement: str, signature: str, grantees: str | None) -> None:
    op.execute(statement)
    op.execute(f"revoke execute on function gate.{signature} from public")
    if grantees:
        op.execute(f"grant execute on function gate.{signature} to {grantees}")


def upgrade() -> None:
    for signature, statement in INNER.items():
        _create(statement, signature, None)
    for signature, statement in OUTER.items():
        _create(statement, signature, "opora_auth")
    _create(TOUCH, "touch_session(bytea, interval)", "opora_gate")
    _create(SESSION_ID, "session_id(bytea)", SCOPES)
    _create(HOUSEKEEPING, "housekeeping()", "opora_job")
    _create(END_SESSIONS, "end_sessions()", None)
    _create(WITHIN, "role_within_account()", None)
    op.execute(
        "create trigger end_sessions after update of disabled_at on account for each row"
        " when (new.disabled_at is not null) execute function gate.end_sessions()"
    )
    op.execute(
        "create trigger within_account after insert on role_assignment for each row execute function gate.role_within_account()"
    )
    op.execute(
        "create trigger within_account after update of municipality_id, school_id on account"
        " for each row execute function gate.role_within_account()"
    )


def downgrade() -> None:
    op.execute("drop trigger end_sessions on account")
    for table in ("role_assignment", "account"):
        op.execute(f"drop trigger within_account on {table}")
    signatures = [
        "touch_session(bytea, interval)",
        "session_id(bytea)",
        "housekeeping()",
        "end_sessions()",
        "role_within_account()",
    ]
    for signature in (*signatures, *reversed(OUTER), *reversed(INNER)):
        op.execute(f"drop function gate.{signature}")
