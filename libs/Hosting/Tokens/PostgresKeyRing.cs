using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>
/// The key ring in PostgreSQL, table <c>keyring.data_protection_keys</c>: written by the issuer, read by every service.
/// The framework's interface is synchronous; it is called at start and when an unknown key turns up, not per call.
/// </summary>
public sealed class PostgresKeyRing(NpgsqlDataSource database) : IXmlRepository
{
    internal NpgsqlDataSource Database => database;

    /// <summary>All keys and revocations; none while the issuer has not created the table.</summary>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            using var command = database.CreateCommand("select xml from keyring.data_protection_keys order by added, name");
            using var reader = command.ExecuteReader();
            var elements = new List<XElement>();
            while (reader.Read())
            {
                elements.Add(XElement.Parse(reader.GetString(0)));
            }

            return elements;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return [];
        }
    }

    /// <summary>Adds a key or a revocation; the same name twice changes nothing.</summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.CreateCommand(
            "insert into keyring.data_protection_keys (name, xml) values ($1, $2) on conflict (name) do nothing");
        command.Parameters.AddWithValue(friendlyName);
        command.Parameters.AddWithValue(element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }

    /// <summary>Creates schema and table if absent. Only the issuer's database role may.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        // The schema is asked for first: "create schema if not exists" wants a right on the database even when it exists.
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            do $$
            begin
              perform pg_advisory_xact_lock(hashtext('coretimedesk.keyring'));
              if to_regnamespace('keyring') is null then
                create schema keyring;
              end if;
              if to_regclass('keyring.data_protection_keys') is null then
                create table keyring.data_protection_keys (
                  name text primary key,
                  xml text not null,
                  added timestamptz not null default clock_timestamp()
                );
                comment on table keyring.data_protection_keys is 'Keys that seal access tokens. Whoever reads this can forge them.';
              end if;
            end $$
            """,
            connection,
            transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
