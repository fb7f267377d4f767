-- What the web processes and the worker may do; run by rights.py as portal_owner after every migration, since new
-- tables come with migrations. One transaction: there is no moment with more rights than these.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_web;

-- What was published stays published: versions are added, never changed, never removed. A trigger refuses changes
-- whoever asks (portal/procedures/migrations); only the owner's role can delete, and nothing runs as it but migrations.
REVOKE UPDATE, DELETE, TRUNCATE ON procedures_noticeversion FROM portal_web;

-- Which migrations have run is the owner's to write.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM portal_web;
