"""Backups in a form of our own, which either database gives and either takes in.

PostgreSQL's own tools (pg_dump, pg_basebackup) remain as good as they are; this one needs nothing
but Sightline, and takes a council from SQLite to PostgreSQL.
"""
