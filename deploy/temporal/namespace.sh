#!/bin/sh
# Makes the namespace, or sets its retention, and registers the search attributes. Safe to run again.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and RETENTION (how long ended workflows are kept: the audit trail).
set -eu
: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}" "${RETENTION:?}"

attempts=60
until temporal operator cluster health >/dev/null 2>&1; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS does not become healthy" >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# A namespace just made is not known to every part of the server at once.
attempts=30
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE"); do
  attempts=$((attempts - 1))
  [ "$attempts" -gt 0 ] || exit 1
  sleep 2
done

for name in PumphouseMigration PumphouseProject PumphouseServer PumphousePhase PumphouseOutcome; do
  case $known in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword ;;
  esac
done
echo "namespace $TEMPORAL_NAMESPACE is ready, retention $RETENTION"
