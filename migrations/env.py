"""Runs migrations over the connection that `cockpit.storage.migrate` hands in."""

from alembic import context

from cockpit.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
