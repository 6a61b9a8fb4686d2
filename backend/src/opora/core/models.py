"""The declarative base and the columns that row security and optimistic locking rely on."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, DateTime, Integer, MetaData, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from opora.core import clock
from opora.core.ids import uuid7


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "ck": "%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        date: Date(),
        str: Text(),
        int: Integer(),
        bool: Boolean(),
        UUID: Uuid(),
        bytes: BYTEA(),
        Decimal: Numeric(),
        list[str]: ARRAY(Text()),
        dict[str, Any]: JSONB(),
    }

    def __init__(self, **values: Any) -> None:
        """A new row knows all its columns: what was not given and may be null is null, so reading it needs no query."""
        for column in self.__mapper__.columns:
            if column.nullable and column.default is None and column.server_default is None:
                values.setdefault(column.key, None)
        for name, value in values.items():
            setattr(self, name, value)


class Identified:
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-10)


class Stamped:
    """When the program created and last changed the row."""

    created_at: Mapped[datetime] = mapped_column(default=clock.now, sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now, sort_order=91)


class Locked(Stamped):
    """Optimistic lock: SQLAlchemy adds `where version = …`; a miss is `StaleDataError`, answered 412."""

    version: Mapped[int] = mapped_column(sort_order=92)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}

    def touch(self) -> None:
        """Make the version rise although only children of the aggregate changed."""
        self.updated_at = clock.now()


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A named check that `column` holds one of `values`.

    Text with a check, not an enum: the equality of enums is not leakproof and would stay a filter under row security.
    """
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")
