# Sourced once by the image's entrypoint, while the volume is empty: a database each for the reviews
# and for the studies of sweeps, each with an owner who can reach no other.
make_database() {
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=name="$1" --set=password="$2" \
        --username=postgres --dbname=postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

make_database reviews "$REVIEWS_PASSWORD"
make_database studies "$STUDIES_PASSWORD"
