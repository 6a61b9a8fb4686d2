"""Row security by role, grants, audit, append-only history, and the gate (ADR 0002).

Revision: 0002_row_security
Revises: 0001_tables

A role says which kind of scope, `opora.scope` which one. Policies compare scalars, so that they stay index conditions.
"""

from alembic import op

revision = "0002_row_security"
down_revision = "0001_tables"
branch_labels = None
depends_on = None

SCOPES = "opora_region, opora_municipality, opora_school, opora_person, opora_admin, opora_job"

# Readable to everybody signed in; the writers' rights follow below.
REGISTER = ("region", "okrug", "municipality", "municipality_version", "deficit_type")
# Rows of the region (municipality_id is null) are common, a municipality's own stay inside it.
SHARED_UPWARD = ("organization", "governance_body", "program", "program_revision")
SCHOOLS = ("school", "school_alias", "school_identifier", "program_participant", "deficit_scope_decision")
PEOPLE = ("person", "employment", "personal_data_consent")
ACCOUNTS = ("account", "role_assignment", "invitation")
DEFICITS = ("deficit", "deficit_action", "deficit_measurement")
OTHER = (
    "school_status",
    "credential",
    "browser_session",
    "login_attempt",
    "api_client",
    "change",
    "audit",
    "idempotency_key",
)
ALL = (*REGISTER, *SHARED_UPWARD, *SCHOOLS, *PEOPLE, *ACCOUNTS, *DEFICITS, *OTHER)

AUDITED = {  # table → personal columns, kept in the audit as "changed" only
    "region": "", "okrug": "", "municipality": "", "municipality_version": "", "organization": "", "governance_body": "",
    "school": "search_text", "school_alias": "", "school_identifier": "", "school_status": "",
    "person": "last_name,first_name,patronymic,name,email,phone,sort_key", "employment": "", "personal_data_consent": "",
    "account": "login", "role_assignment": "", "invitation": "token_hash", "api_client": "secret_hash",
    "program": "", "program_revision": "", "program_participant": "",
    "deficit_type": "", "deficit": "description,growth_point,closure_note", "deficit_action": "effect",
    "deficit_measurement": "note", "deficit_scope_decision": "",
}  # fmt: skip

REGION = "region_id = (select ctx('scope'))"
MUNICIPALITY = "municipality_id = (select ctx('scope'))"
SCHOOL = "school_id = (select ctx('scope'))"
OF_REGION = f"municipality_id in (select m.id from municipality m where m.{REGION})"
AROUND = "municipality_id = (select ctx('municipality'))"  # what a school or a person may see of its municipality
OWN_SCHOOL = "school_id = (select ctx('school'))"

FUNCTIONS = """
create function ctx(name text) returns uuid stable language sql
  return nullif(current_setting('opora.' || name, true), '')::uuid;
create function sees_personal() returns boolean stable language sql
  return coalesce(current_setting('opora.personal', true), '') = 'on';

create function audit_row() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who uuid := public.ctx('account'); hidden text[] := string_to_array(coalesce(tg_argv[0], ''), ',');
        o jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
        n jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end; r jsonb := coalesce(n, o); b jsonb; a jsonb;
begin
  if who is null then
    raise insufficient_privilege using message = format('%s of %s without an actor', tg_op, tg_table_name);
  end if;
  select jsonb_object_agg(key, case when key = any (hidden) then '"changed"'::jsonb else o -> key end) filter (where o is not null),
         jsonb_object_agg(key, case when key = any (hidden) then '"changed"'::jsonb else n -> key end) filter (where n is not null)
    into b, a from jsonb_object_keys(r) key
   where o -> key is distinct from n -> key and key not in ('updated_at', 'created_at');
  if b is null and a is null then return null; end if;
  insert into public.audit (account_id, assignment_id, request_id, region_id, municipality_id, school_id, visibility,
                            entity, entity_id, operation, before, after)
  values (who, public.ctx('actor'), nullif(current_setting('opora.request', true), ''),
          case tg_table_name when 'region' then (r ->> 'id')::uuid else (r ->> 'region_id')::uuid end,
          case tg_table_name when 'municipality' then (r ->> 'id')::uuid else (r ->> 'municipality_id')::uuid end,
          case tg_table_name when 'school' then (r ->> 'id')::uuid else (r ->> 'school_id')::uuid end,
          coalesce(r ->> 'visibility', 'school'), tg_table_name, (r ->> 'id')::uuid, lower(tg_op), b, a);
  return null;
end $$;

create function append_only() returns trigger language plpgsql as $$ begin
  raise insufficient_privilege using message = tg_table_name || ' is append-only';
end $$;

create function only_ends() returns trigger language plpgsql as $$
declare may text[] := string_to_array(tg_argv[0], ',') || array['updated_at', 'version'];
begin
  if (to_jsonb(old) - may) is distinct from (to_jsonb(new) - may) then
    raise check_violation using message = tg_table_name || ' only ends, its past never changes',
      constraint = tg_table_name || '_only_ends';
  end if;
  return new;
end $$;

create function school_search_text() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare of_school uuid;
begin
  if tg_table_name = 'school' then
    of_school := new.id;
  else
    of_school := coalesce(new.school_id, old.school_id);
  end if;
  update public.school s
     set search_text = replace(lower(concat_ws(' ', s.full_name, s.short_name,
           (select string_agg(a.text, ' ' order by a.id) from public.school_alias a where a.school_id = s.id))), 'ё', 'е')
   where s.id = of_school;
  return null;
end $$;
"""

GATE = """
create schema gate;

-- Who stands behind a session's hash (the secret decides) or behind an assignment the program vouches for (a verified token,
-- a job). One row or none. The caller pours it into its settings; a definer function may not take a role itself.
create function gate.actor(p_session bytea, p_assignment uuid)
  returns table (assignment_id uuid, account_id uuid, person_id uuid, role text, scope text, scope_id uuid,
                 region_id uuid, municipality_id uuid, school_id uuid, personal text)
  language plpgsql stable security definer rows 1 set search_path = pg_catalog, pg_temp as $$ begin return query
  select a.id, a.account_id, c.person_id, a.role, a.scope, a.scope_id, a.region_id, a.municipality_id, a.school_id,
         case when a.role in ('methodologist', 'system') then 'on' else 'off' end
    from public.role_assignment a join public.account c on c.id = a.account_id and c.disabled_at is null
   where a.id = case when p_session is null then p_assignment
                else (select s.assignment_id from public.browser_session s
                       where s.hash = p_session and s.ended_at is null and s.expires_at > now() and s.idle_until > now()) end
     and a.valid_from <= now() and (a.valid_to is null or a.valid_to > now());
end $$;

-- Names beside what people did, readable wherever the deed itself is: an account's short name and nothing else of the person.
create function gate.names(p_accounts uuid[]) returns table (account_id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.id, coalesce(p.last_name || ' ' || left(p.first_name, 1) || '.' || coalesce(' ' || left(p.patronymic, 1) || '.', ''),
                        k.name, 'Опора')
    from public.account c left join public.person p on p.id = c.person_id left join public.api_client k on k.account_id = c.id
   where c.id = any (p_accounts) $$;

-- How many open deficits teachers have, by type: counted where nobody may look, a figure under five is masked.
create function gate.teacher_summary(p_program uuid) returns table (type_id uuid, open integer)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.type_id, case when count(*) >= 5 then count(*)::integer end
    from public.deficit d
   where d.program_id = p_program and d.bearer_kind = 'teacher' and d.status not in ('draft', 'closed', 'rejected')
     and case current_setting('role') when 'opora_region' then d.region_id = public.ctx('scope')
              when 'opora_municipality' then d.municipality_id = public.ctx('scope')
              when 'opora_school' then d.school_id = public.ctx('scope') else false end
   group by d.type_id $$;

create function gate.ready() returns text language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select version_num from public.alembic_version $$;
"""


def _policy(name: str, table: str, role: str, condition: str, command: str = "all") -> None:
    check = f" with check ({condition})" if command == "insert" else f" using ({condition})"
    op.execute(f"create policy {name} on {table} for {command} to opora_{role}{check}")


def _territory() -> None:
    for table in REGISTER:
        op.execute(f"create policy register on {table} for select to {SCOPES} using (true)")
        op.execute(f"grant select on {table} to {SCOPES}")
    for role in ("region", "admin"):
        _policy(f"{role}_adds", "municipality", role, REGION, "insert")
        _policy(f"{role}_adds", "municipality_version", role, OF_REGION, "insert")
    op.execute("grant insert on municipality, municipality_version to opora_region, opora_admin")
    for table in SHARED_UPWARD:
        op.execute(f"grant select on {table} to {SCOPES}")
        for role in ("region", "admin", "job"):
            _policy(role, table, role, REGION)
        _policy("municipality", table, "municipality", f"municipality_id is null or {MUNICIPALITY}", "select")
        for role in ("school", "person"):
            _policy(role, table, role, f"municipality_id is null or {AROUND}", "select")
    for table in SCHOOLS:
        op.execute(f"grant select on {table} to {SCOPES}")
        for role in ("region", "job"):
            _policy(role, table, role, REGION)
        _policy("municipality", table, "municipality", MUNICIPALITY)
    for table in ("school", "school_alias", "school_identifier"):
        _policy("admin", table, "admin", REGION)
        _policy("school_reads", table, "school", AROUND, "select")
        own = "id" if table == "school" else "school_id"
        _policy("person_reads", table, "person", f"{own} = (select ctx('school'))", "select")
    _policy("school_changes_itself", "school", "school", "id = (select ctx('scope'))", "update")
    for table in ("school_alias", "school_identifier"):
        _policy("school_adds", table, "school", SCHOOL, "insert")
        _policy("school_removes", table, "school", SCHOOL, "delete")
    _policy("school_reads", "program_participant", "school", AROUND, "select")
    _policy("person_reads", "program_participant", "person", OWN_SCHOOL, "select")
    _policy("school_reads", "deficit_scope_decision", "school", AROUND, "select")
    for role in ("region", "job"):
        _policy(role, "school_status", role, REGION)
    _policy("municipality", "school_status", "municipality", MUNICIPALITY)
    _policy("school_reads", "school_status", "school", SCHOOL, "select")
    op.execute(f"grant select on school_status to {SCOPES}")
    op.execute("grant insert, update on school_status to opora_region, opora_municipality")
    op.execute("grant insert, update on school to opora_region, opora_admin")
    op.execute("grant update on school to opora_municipality, opora_school")
    for table in ("school_alias", "school_identifier"):
        op.execute(f"grant insert, delete on {table} to opora_region, opora_municipality, opora_school, opora_admin")
    _policy("region_manages", "deficit_type", "region", "true")
    op.execute("grant insert, update on deficit_type to opora_region")
    _policy("municipality_sets_policy", "program", "municipality", MUNICIPALITY, "update")
    _policy(
        "municipality_begins_project", "program", "municipality",
        f"{MUNICIPALITY} and kind = 'municipal_project' and parent_id is not null", "insert",
    )  # fmt: skip
    op.execute("grant insert, update on program to opora_municipality, opora_region")
    op.execute("grant insert, update on program_participant to opora_municipality")
    op.execute("grant insert, update on deficit_scope_decision to opora_municipality")


def _people_and_accounts() -> None:
    for table in PEOPLE:
        for role in ("region", "admin", "job"):
            _policy(role, table, role, REGION)
        _policy("municipality", table, "municipality", MUNICIPALITY)
        _policy("school", table, "school", SCHOOL)
        own = "id" if table == "person" else "person_id"
        _policy("own", table, "person", f"{own} = (select ctx('scope'))")
        op.execute(f"grant select on {table} to {SCOPES}")
        op.execute(f"grant insert, update on {table} to opora_region, opora_municipality, opora_school, opora_admin")
    op.execute("grant insert, update on personal_data_consent to opora_person")
    for table in ACCOUNTS:
        for role in ("region", "admin"):
            _policy(role, table, role, REGION)
        _policy("municipality", table, "municipality", MUNICIPALITY)
        _policy("school", table, "school", SCHOOL)
        own = "id" if table == "account" else "account_id"
        op.execute(f"create policy own on {table} for select to {SCOPES} using ({own} = (select ctx('account')))")
        op.execute(f"grant select on {table} to {SCOPES}")
        op.execute(f"grant insert, update on {table} to opora_region, opora_municipality, opora_school, opora_admin")
    op.execute(f"revoke select on invitation from {SCOPES}")
    op.execute(
        "grant select (id, region_id, municipality_id, school_id, account_id, purpose, created_at, created_by, expires_at, used_at)"
        f" on invitation to {SCOPES}"
    )
    op.execute(f"create policy own on browser_session for all to {SCOPES} using (account_id = (select ctx('account')))")
    op.execute(
        "grant select (id, account_id, assignment_id, created_at, last_seen_at, idle_until, expires_at, ended_at, user_agent)"
        f" on browser_session to {SCOPES}"
    )
    op.execute(f"grant update (ended_at) on browser_session to {SCOPES}")


def _deficits() -> None:
    for table in DEFICITS:
        _policy("region", table, "region", f"{REGION} and visibility = 'school'", "select")
        _policy(
            "municipality",
            table,
            "municipality",
            f"{MUNICIPALITY} and (visibility = 'school' or (select sees_personal()))",
        )
        _policy("school", table, "school", f"{SCHOOL} and visibility <> 'personal'")
        _policy("own", table, "person", "person_id = (select ctx('scope'))")
        _policy("job", table, "job", REGION)
        op.execute(
            f"grant select on {table} to opora_region, opora_municipality, opora_school, opora_person, opora_job"
        )
        op.execute(f"grant insert, update on {table} to opora_municipality, opora_school, opora_person, opora_job")


def _facts() -> None:
    op.execute(
        f"create policy tells on change for insert to {SCOPES} with check (assignment_id = (select ctx('actor')))"
    )
    op.execute(f"grant insert on change to {SCOPES}")
    op.execute(f"grant select on change to {SCOPES}")
    for table in ("change", "audit"):
        _policy("region", table, "region", f"{REGION} and visibility = 'school'", "select")
        _policy(
            "municipality", table, "municipality",
            f"{MUNICIPALITY} and (visibility = 'school' or (select sees_personal()))", "select",
        )  # fmt: skip
    _policy("school", "change", "school", f"{SCHOOL} and visibility <> 'personal'", "select")
    _policy("own", "change", "person", "person_id = (select ctx('scope'))", "select")
    _policy("job", "change", "job", REGION, "select")
    op.execute("grant select on audit to opora_region, opora_municipality, opora_admin")
    _policy(
        "technical", "audit", "admin",
        "entity in ('account', 'role_assignment', 'invitation', 'api_client', 'school', 'school_alias', 'school_identifier')",
        "select",
    )  # fmt: skip
    op.execute(f"create policy own on idempotency_key for all to {SCOPES} using (account_id = (select ctx('account')))")
    op.execute(f"grant select, insert, update on idempotency_key to {SCOPES}")
    op.execute("create policy housekeeping on idempotency_key for delete to opora_job using (true)")
    op.execute("grant delete on idempotency_key to opora_job")


def _triggers() -> None:
    for table, personal in AUDITED.items():
        op.execute(
            f"create trigger audit after insert or update or delete on {table}"
            f" for each row execute function audit_row('{personal}')"
        )
    for table in ("change", "audit"):
        op.execute(
            f"create trigger append_only before update or delete on {table} for each row execute function append_only()"
        )
        op.execute(
            f"create trigger never_emptied before truncate on {table} for each statement execute function append_only()"
        )
    for table, ends in {
        "role_assignment": "valid_to,scope_id",  # a generated column is still empty when a BEFORE trigger looks
        "school_status": "valid_to,basis,confirmed_by",
        "municipality_version": "valid_to,note",
    }.items():
        op.execute(
            f"create trigger only_ends before update on {table} for each row execute function only_ends('{ends}')"
        )
    op.execute(
        "create trigger search_text after insert or update of full_name, short_name on school"
        " for each row execute function school_search_text()"
    )
    op.execute(
        "create trigger search_text after insert or update or delete on school_alias"
        " for each row execute function school_search_text()"
    )


def upgrade() -> None:
    for statement in (FUNCTIONS + GATE).split("\n\n"):
        if statement.strip():
            for part in _parts(statement):
                op.execute(part)
    for table in ALL:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy owner on {table} to opora_owner using (true)")
    _territory()
    _people_and_accounts()
    _deficits()
    _facts()
    _triggers()
    op.execute("revoke execute on all functions in schema gate from public")
    for function in (
        "ctx(text)",
        "sees_personal()",
        "audit_row()",
        "append_only()",
        "only_ends()",
        "school_search_text()",
    ):
        op.execute(f"revoke execute on function {function} from public")
    op.execute(f"grant execute on function ctx(text), sees_personal() to {SCOPES}")
    op.execute(f"grant usage on schema public to opora_gate, opora_auth, {SCOPES}")
    op.execute(f"grant usage on schema gate to opora_gate, opora_auth, {SCOPES}")
    op.execute("grant execute on function gate.actor(bytea, uuid) to opora_gate")
    op.execute("grant execute on function gate.ready() to opora_gate, opora_auth")
    op.execute(f"grant execute on function gate.names(uuid[]) to {SCOPES}")
    op.execute("grant execute on function gate.teacher_summary(uuid) to opora_region, opora_municipality, opora_school")


def _parts(sql: str) -> list[str]:
    """The driver takes one statement at a time; comments go with what follows."""
    parts, current, inside = [], [], False
    for line in sql.strip().splitlines():
        current.append(line)
        if line.count("$$") % 2:
            inside = not inside
        if line.rstrip().endswith(";") and not inside:
            parts.append("\n".join(current))
            current = []
    return [*parts, *(["\n".join(current)] if current else [])]


def downgrade() -> None:
    op.execute("drop schema gate cascade")
    for table in ALL:
        op.execute(
            f"do $$ declare p text; begin for p in select policyname from pg_policies where schemaname = 'public'"
            f" and tablename = '{table}' loop execute format('drop policy %I on {table}', p); end loop; end $$"
        )
        op.execute(f"alter table {table} no force row level security")
        op.execute(f"alter table {table} disable row level security")
        op.execute(f"revoke all on {table} from opora_auth, opora_gate, {SCOPES}")
    for table in (*AUDITED, "change", "audit"):
        for trigger in ("audit", "append_only", "never_emptied", "only_ends", "search_text"):
            op.execute(f"drop trigger if exists {trigger} on {table}")
    for function in (
        "audit_row()",
        "append_only()",
        "only_ends()",
        "school_search_text()",
        "sees_personal()",
        "ctx(text)",
    ):
        op.execute(f"drop function {function}")
    op.execute(f"revoke usage on schema public from opora_gate, opora_auth, {SCOPES}")
