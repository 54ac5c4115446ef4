using Npgsql;

namespace CoretimeDesk.LocalPostgres.Provisioning;

/// <summary>The connection strings that a provisioned server gives to services. They hold passwords: never log them.</summary>
public sealed class ProvisionedDatabase(ProvisioningPlan plan, string adminConnectionString, Func<string, string> password)
{
    /// <summary>The administrator's connection string to the desk's database.</summary>
    public string Admin { get; } = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = plan.Database }.ConnectionString;

    /// <summary>A service's own connection: its role, its schema as the search path.</summary>
    /// <exception cref="ArgumentException">The plan does not name the service.</exception>
    public string Of(string service) => plan.Services.FirstOrDefault(s => s.Name == service) is var (_, schema, role)
        ? As(role, schema)
        : throw new ArgumentException($"'{service}' was not provisioned; these were: {string.Join(", ", plan.Services.Select(s => s.Name))}.", nameof(service));

    /// <summary>For the service that makes token keys.</summary>
    public string KeyRingOwner => As(ProvisioningPlan.KeyRingOwner, ProvisioningPlan.KeyRingSchema);

    /// <summary>For the services that verify tokens.</summary>
    public string KeyRingReader => As(ProvisioningPlan.KeyRingReader, ProvisioningPlan.KeyRingSchema);

    private string As(string role, string schema) => new NpgsqlConnectionStringBuilder(Admin)
    {
        Username = role,
        Password = password(role),
        SearchPath = schema,
    }.ConnectionString;
}
