"""Alembic's entry point: runs migrations on the connection that it is given."""

from alembic import context

from serve.store.tables import Base

# Tables are made anew where SQLite can't alter them.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
