using System.CommandLine;
using System.Text.Json;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.LocalPostgres.Provisioning;
using Npgsql;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk status</c></summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Make()
    {
        var file = Shared.File();
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("status", "Show health, versions and outbox lag of every part. Exit code 1 when something is not healthy.") { file, json };
        command.SetAction(async (result, cancellation) =>
        {
            var workspace = Workspace.Of(result.GetValue(file));
            var parts = await AskAsync(workspace, cancellation);
            if (result.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { running = parts.Count > 0, healthy = parts.Count > 0 && parts.All(part => part.IsHealthy), parts }, Json));
            }
            else
            {
                Show(parts, new());
            }

            return parts.Count > 0 && parts.All(part => part.IsHealthy) ? 0 : 1;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Part>> AskAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (RunState.Load(workspace.RunFile) is not { Desk.IsAlive: true } state)
        {
            return [];
        }

        var parts = new List<Part> { Desk(state) };
        if (state.PostgresPort is not null)
        {
            parts.Add(await DatabaseAsync(state, workspace, cancellation));
        }

        if (state.Processes.Any(process => process.Name == SidecarProcess.Name))
        {
            var healthy = await Task.WhenAll(state.Services.Select(service => SidecarProcess.IsHealthyAsync(service.SidecarHttpPort, cancellation)));
            parts.Add(new("sidecar", healthy.All(yes => yes), healthy.All(yes => yes) ? "ready" : "unreachable", state.Version, null, null, $"{healthy.Count(yes => yes)} of {healthy.Length} apps served"));
        }

        foreach (var node in state.Chains?.Nodes ?? [])
        {
            var status = await ChainNodes.AskAsync(node, cancellation);
            parts.Add(new(node.Name, status.IsReady, status.State, "", null, null, status.Detail));
        }

        foreach (var service in state.Services)
        {
            foreach (var (address, i) in service.Health.Select((address, i) => (address, i)))
            {
                var health = await Health.AskAsync(address, cancellation);
                var bad = health.Checks.Where(check => check.Status != "ok").Select(check => $"{check.Name}: {check.Status} {check.Detail}".Trim());
                parts.Add(new(
                    service.Health.Count == 1 ? service.Name : $"{service.Name}-{i + 1}",
                    health.IsReady, health.Status, health.Version, health.OutboxPending, health.OutboxOldestSeconds, string.Join("; ", bad)));
            }
        }

        return parts;
    }

    private static Part Desk(RunState state) => new(
        "desk", state.Phase == RunState.Ready, state.Phase, state.Version, null, null, state.Phase == RunState.Ready ? $"pid {state.Desk.Pid}" : state.Step);

    private static async Task<Part> DatabaseAsync(RunState state, Workspace workspace, CancellationToken cancellation)
    {
        // As the least of the desk's roles, which exists wherever the server is.
        var connectionString = new NpgsqlConnectionStringBuilder
        {
            Host = state.PostgresHost,
            Port = state.PostgresPort ?? 0,
            Database = "desk",
            Username = ProvisioningPlan.KeyRingReader,
            Password = Secrets.LoadOrMake(workspace.SecretsFile).OfRole(ProvisioningPlan.KeyRingReader),
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 5,
        }.ConnectionString;
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = 'desk'", connection);
            return new("PostgreSQL", true, "ready", connection.PostgreSqlVersion.ToString(), null, null, $"{state.PostgresHost}:{state.PostgresPort}, {await command.ExecuteScalarAsync(cancellation)} sessions");
        }
        catch (NpgsqlException e)
        {
            return new("PostgreSQL", false, "unreachable", state.PostgresVersion, null, null, e.Message);
        }
    }

    private static void Show(IReadOnlyList<Part> parts, Screen screen)
    {
        if (parts.Count == 0)
        {
            screen.Line("The desk is not running. Start it with './desk up'.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("part", "state", "version", "outbox pending", "oldest", "detail");
        foreach (var part in parts)
        {
            table.AddRow(
                Markup.Escape(part.Name),
                part.IsHealthy ? $"[green]{Markup.Escape(part.State)}[/]" : $"[red]{Markup.Escape(part.State)}[/]",
                Markup.Escape(part.Version),
                part.OutboxPending is { } pending ? $"{pending}" : "",
                part.OutboxOldestSeconds is { } oldest ? $"{oldest:0.#} s" : "",
                Markup.Escape(part.Detail));
        }

        screen.Table(table);
    }

    private sealed record Part(string Name, bool IsHealthy, string State, string Version, long? OutboxPending, double? OutboxOldestSeconds, string Detail);
}
