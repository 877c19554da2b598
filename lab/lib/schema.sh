# The databases of the clouds. Sourced by lab.sh.
# shellcheck shell=bash

DATABASES="keystone glance placement nova_api nova_cell0 nova neutron cinder"
# The schema migrations are run once and dumped for the other cloud: they take longer than all the
# rest of the first `up`.
dump() { mariadb-dump --no-defaults --socket="$LAB/mysql/mysql.sock" -u root --skip-comments --skip-lock-tables "$1"; }
db_schema() {
  local first=${CLOUDS%% *} c db
  for c in $CLOUDS; do
    for db in $DATABASES; do sql -e "create database if not exists ${db}_$c"; done
  done
  sql -e "create user if not exists 'lab'@'127.0.0.1' identified by '$LAB_PASSWORD';
          grant all on *.* to 'lab'@'127.0.0.1'"
  for c in $CLOUDS; do
    [ -e "$LAB/$c/.schema" ] && continue
    if [ -e "$LAB/schema.sql" ]; then
      say "$c: database schemas from the copy"
      sed "s/@CLOUD@/$c/g" "$LAB/schema.sql" | sql || die "schema copy of $c failed"
    else
      say "$c: database migrations"
      db_migrate "$first" || die "migrations failed: $LAB/log/migrate-*.log"
      for db in $DATABASES; do
        [ "$db" = nova_cell0 ] && continue
        echo "use ${db}_@CLOUD@;"
        dump "${db}_$first"
      done >"$LAB/schema.sql.new" || die "schema dump failed"
      { echo 'use nova_cell0_@CLOUD@;'; dump "nova_$first"; } >>"$LAB/schema.sql.new"
      mv "$LAB/schema.sql.new" "$LAB/schema.sql"
      { echo "use nova_cell0_$first;"; dump "nova_$first"; } | sql
    fi
    touch "$LAB/$c/.schema"
  done
}
migrate_one() { # migrate_one NAME COMMAND ...
  local name=$1; shift
  "$@" >"$LAB/log/migrate-$name.log" 2>&1
}
db_migrate() { # two lanes, for two cores
  local c=$1 e=$LAB/$1/etc rc=0 lane1
  ( migrate_one neutron neutron-db-manage --config-file "$e/neutron/neutron.conf" --config-file "$e/neutron/ml2.ini" upgrade heads &&
    migrate_one keystone keystone-manage --config-file "$e/keystone/keystone.conf" db_sync &&
    migrate_one placement placement-manage --config-file "$e/placement/placement.conf" db sync ) &
  lane1=$!
  migrate_one nova_api nova-manage --config-file "$e/nova/nova.conf" api_db sync &&
    migrate_one nova nova-manage --config-file "$e/nova/nova.conf" db sync --local_cell &&
    migrate_one cinder cinder-manage --config-file "$e/cinder/cinder.conf" db sync &&
    migrate_one glance glance-manage --config-file "$e/glance/glance-api.conf" db_sync || rc=1
  wait $lane1 || rc=1
  return $rc
}
