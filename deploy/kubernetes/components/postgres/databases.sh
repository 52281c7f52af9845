# Sourced once by the image's entrypoint, while the volume is empty: a database each for the reviews,
# the studies of sweeps and MLflow, as far as they have passwords, each with an owner who can reach
# no other. deploy/compose.yaml takes it too.
make_database() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=name="$1" --set=password="$2" \
        --username=postgres --dbname=postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

for name in reviews studies mlflow; do
    variable="$(echo "$name" | tr '[:lower:]' '[:upper:]')_PASSWORD"
    password=$(printenv "$variable" || true)
    if [ -n "$password" ]; then
        make_database "$name" "$password"
    fi
done
