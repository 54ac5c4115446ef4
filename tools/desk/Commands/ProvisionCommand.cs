using System.CommandLine;
using System.Text.Json;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Tye;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk provision</c></summary>
internal static class ProvisionCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string OutputFile(Workspace workspace) => Path.Combine(workspace.State, "provisioned.json");

    public static Command Make()
    {
        var file = Shared.File();
        var admin = new Option<string?>("--admin") { Description = "Connection string of an administrator, such as 'Host=db.example;Username=postgres;Password=…'." };
        var printSql = new Option<bool>("--print-sql") { Description = "Print the statements as a script for psql instead of running them." };
        var database = new Option<string>("--database") { Description = "Name of the database.", DefaultValueFactory = _ => "desk" };
        var command = new Command("provision", "Make the database, roles and schemas of the desk on a PostgreSQL server that you have.") { admin, printSql, database, file };
        command.SetAction(async (result, cancellation) =>
        {
            var workspace = Workspace.Of(result.GetValue(file));
            var plan = new ProvisioningPlan(result.GetValue(database)!, TyeReader.Read(workspace.TyeFile).Services.Select(service => service.Name));
            if (result.GetValue(printSql))
            {
                Console.Write(plan.Script());
                return 0;
            }

            var connection = result.GetValue(admin) ?? throw new DeskException("Give --admin CONNECTION_STRING to run the statements, or --print-sql to see them.");

            // Not the passwords of the private cluster: this server is another one.
            var output = OutputFile(workspace);
            var before = File.Exists(output) ? JsonSerializer.Deserialize<Provisioned>(await File.ReadAllTextAsync(output, cancellation), Json) : null;
            var passwords = before?.Passwords ?? new(StringComparer.Ordinal);
            string Password(string role) => passwords.TryGetValue(role, out var known) ? known : passwords[role] = Secrets.Random();

            var made = await Provisioner.ProvisionAsync(AdminConnection.Read(connection, "--admin"), plan, Password, cancellation);
            var strings = plan.Services.ToDictionary(service => service.Name, service => new ServiceStrings(
                made.Of(service.Name), service.Name == ServiceEnvironment.IdentityService ? made.KeyRingOwner : made.KeyRingReader));
            Directory.CreateDirectory(workspace.State);
            await PrivateFile.WriteAsync(output, JsonSerializer.Serialize(new Provisioned(passwords, strings), Json) + "\n", cancellation);
            new Screen().Done($"database '{plan.Database}' is provisioned; the connection strings of each service are in {output} (mode 0600)");
            return 0;
        });
        return command;
    }

    private sealed record Provisioned(Dictionary<string, string> Passwords, Dictionary<string, ServiceStrings> Services);

    /// <summary>What a service gets as <c>ConnectionStrings__Database</c> and <c>ConnectionStrings__KeyRing</c>.</summary>
    private sealed record ServiceStrings(string Database, string KeyRing);
}
