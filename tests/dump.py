"""All that the database holds, as text: to prove that something is not in it."""

from django.db import connection
from psycopg import sql


def everything_stored() -> str:
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
            text += [row[0] for row in cursor.fetchall()]
    return "\n".join(text)
