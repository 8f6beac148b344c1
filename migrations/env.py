"""Run by Alembic for every migration. The caller passes an open connection and owns its transaction."""

from alembic import context

from cmm.store.promise_models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
