using System.Text.RegularExpressions;

namespace CoretimeDesk.LocalPostgres.Provisioning;

/// <summary>
/// What the desk needs of a PostgreSQL server: one database; for each service a role <c>desk_NAME</c> that owns a schema
/// <c>NAME</c> and can see no other; and schema <c>keyring</c>, owned by <c>desk_keyring</c> (the Identity service writes token
/// keys there) and readable by <c>desk_keyring_reader</c> (every service verifies tokens with them).
/// </summary>
public sealed partial class ProvisioningPlan
{
    public const string KeyRingSchema = "keyring";
    public const string KeyRingOwner = "desk_keyring";
    public const string KeyRingReader = "desk_keyring_reader";

    /// <param name="database">Name of the database.</param>
    /// <param name="services">Names as in tye.yaml; lower-case letters, digits and dashes (a dash becomes an underscore).</param>
    /// <exception cref="ArgumentException">A name cannot be a schema's, or two services would share one.</exception>
    public ProvisioningPlan(string database, IEnumerable<string> services)
    {
        if (!DatabaseName().IsMatch(database))
        {
            throw new ArgumentException($"database: '{database}' must be 1 to 63 lower-case letters, digits or underscores and start with a letter.", nameof(database));
        }

        Database = database;
        Services = [.. services.Select(Service)];
        if (Services.GroupBy(service => service.Schema).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"services: {string.Join(" and ", twice.Select(s => $"'{s.Name}'"))} would share schema '{twice.Key}'.", nameof(services));
        }
    }

    public string Database { get; }

    public IReadOnlyList<ServiceSchema> Services { get; }

    /// <summary>Every role that the plan makes; each needs a password.</summary>
    public IEnumerable<string> Roles => [.. Services.Select(service => service.Role), KeyRingOwner, KeyRingReader];

    /// <summary>Statements for any database of the server, such as <c>postgres</c>. Repeating them changes nothing but passwords.</summary>
    /// <param name="password">Gives the password of a role.</param>
    public IEnumerable<string> ServerStatements(Func<string, string> password) => StatementsForRoles(role => SqlText.Literal(password(role)));

    /// <summary>The whole plan as a script for psql, which is given the passwords as variables named after the roles.</summary>
    public string Script() => string.Join('\n', (string[])
    [
        $"-- Run as an administrator:  psql {string.Join(' ', Roles.Select(role => $"-v {role}=PASSWORD"))} -d postgres -f FILE",
        "\\set ON_ERROR_STOP on",
        .. StatementsForRoles(role => $":'{role}'").Select(statement => statement + ";"),
        $"select {SqlText.Literal(CreateDatabase)} where not exists ({DatabaseExists}) \\gexec",
        $"\\connect {Database}",
        .. DatabaseStatements().Select(statement => statement + ";"),
        "",
    ]);

    private IEnumerable<string> StatementsForRoles(Func<string, string> passwordLiteral)
    {
        foreach (var role in Roles)
        {
            yield return $"do $$ begin create role {role} login; exception when duplicate_object then null; end $$";
            yield return $"alter role {role} login nocreatedb nocreaterole noinherit password {passwordLiteral(role)}";

            // An administrator of a managed server is no superuser and must be a member to hand a schema over.
            yield return $"do $$ begin if not (select rolsuper from pg_roles where rolname = current_user) then grant {role} to current_user; end if; end $$";
        }
    }

    public string DatabaseExists => $"select 1 from pg_database where datname = {SqlText.Literal(Database)}";

    /// <summary>To be run on its own: a database cannot be made within a transaction.</summary>
    public string CreateDatabase => $"create database {SqlText.Name(Database)} encoding 'UTF8' template template0";

    /// <summary>Statements for the desk's own database. Repeating them changes nothing.</summary>
    public IEnumerable<string> DatabaseStatements()
    {
        yield return $"revoke all on database {SqlText.Name(Database)} from public";
        yield return "revoke all on schema public from public";
        foreach (var (_, schema, role) in Services)
        {
            yield return $"grant connect on database {SqlText.Name(Database)} to {role}";
            yield return $"create schema if not exists {schema} authorization {role}";
            yield return $"revoke all on schema {schema} from public";
            yield return $"alter role {role} in database {SqlText.Name(Database)} set search_path = {schema}";

            // A service asks for pages of a few rows; starting workers for one takes ten times as long as reading it.
            yield return $"alter role {role} in database {SqlText.Name(Database)} set max_parallel_workers_per_gather = 0";
        }

        foreach (var role in new[] { KeyRingOwner, KeyRingReader })
        {
            yield return $"grant connect on database {SqlText.Name(Database)} to {role}";
            yield return $"alter role {role} in database {SqlText.Name(Database)} set search_path = {KeyRingSchema}";
        }

        yield return $"create schema if not exists {KeyRingSchema} authorization {KeyRingOwner}";
        yield return $"revoke all on schema {KeyRingSchema} from public";
        yield return $"grant usage on schema {KeyRingSchema} to {KeyRingReader}";
        yield return $"grant select on all tables in schema {KeyRingSchema} to {KeyRingReader}";
        yield return $"alter default privileges for role {KeyRingOwner} in schema {KeyRingSchema} grant select on tables to {KeyRingReader}";
    }

    private static ServiceSchema Service(string name)
    {
        if (!ServiceName().IsMatch(name))
        {
            throw new ArgumentException($"services: '{name}' must be 1 to 40 lower-case letters, digits or dashes and start with a letter.");
        }

        var schema = name.Replace('-', '_');
        return schema is KeyRingSchema or "keyring_reader" or "public" or "admin" || schema.StartsWith("pg_", StringComparison.Ordinal)
            ? throw new ArgumentException($"services: the name '{name}' is taken by a schema or role that the desk or PostgreSQL needs.")
            : new(name, schema, $"desk_{schema}");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex DatabaseName();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex ServiceName();
}

/// <summary>A service, the schema that is its own, and the role that owns it.</summary>
public sealed record ServiceSchema(string Name, string Schema, string Role);
