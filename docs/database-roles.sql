-- The two roles of the portal. Run once as superuser, connected to the portal's own
-- database; running it again changes nothing. Give both a password with \password.
--
-- portal_owner owns the tables and migrates; portal_app serves and may read and write
-- rows, within the row policies. The portal refuses to start as a role that can do more.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_owner') THEN
    CREATE ROLE portal_owner LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
    CREATE ROLE portal_app LOGIN;
  END IF;
  EXECUTE format('ALTER DATABASE %I OWNER TO portal_owner', current_database());
END $$;
ALTER ROLE portal_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
ALTER ROLE portal_app NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
-- Otherwise every session of this role can read the others' statements in pg_stat_activity.
ALTER ROLE portal_app SET track_activities = off;
-- Compiling a statement costs a second and saves none: all of ours are short.
ALTER ROLE portal_app SET jit = off;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
