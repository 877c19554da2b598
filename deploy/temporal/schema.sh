#!/bin/sh
# Makes Temporal's two databases, or brings them to this version. Safe to run again.
set -eu

prepare() {
  database=$1
  versions=/etc/temporal/schema/postgresql/v12/$2/versioned
  sql() {
    temporal-sql-tool --plugin postgres12 --ep "$SQL_HOST" --port 5432 --user "$SQL_USER" --db "$database" "$@"
  }
  sql create
  sql setup-schema --version 0.0
  sql update-schema --schema-dir "$versions"
}

prepare temporal temporal
prepare temporal_visibility visibility
