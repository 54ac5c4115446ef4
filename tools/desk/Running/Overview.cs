using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running.Chains;
using Spectre.Console;

namespace CoretimeDesk.Desk.Running;

/// <summary>The table that ends a start: what runs where.</summary>
internal static class Overview
{
    /// <param name="state">The running desk.</param>
    /// <param name="options">How it was started; null when it was found running.</param>
    /// <param name="screen">Where to show it.</param>
    public static async Task ShowAsync(RunState state, UpOptions? options, Screen screen)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("part", "address", "version", "state");
        foreach (var service in state.Services)
        {
            var health = await Health.AskAsync(service.Health[0]);
            table.AddRow(
                Cell(service.Name), Cell(string.Join("  ", service.Addresses.Values)), Cell(health.Version),
                health.IsReady ? $"[green]{Markup.Escape(health.Status)}[/]" : $"[red]{Markup.Escape(health.Status)}[/]");
        }

        if (state.Processes.Any(process => process.Name == SidecarProcess.Name))
        {
            table.AddRow(Cell("sidecar"), Cell(string.Join("  ", state.Services.Select(service => $"{service.Name} :{service.SidecarHttpPort}/:{service.SidecarGrpcPort}"))), Cell(state.Version), Cell("stand-in for Dapr"));
        }

        foreach (var node in state.Chains?.Nodes ?? [])
        {
            var status = await ChainNodes.AskAsync(node, CancellationToken.None);
            table.AddRow(Cell(node.Name), Cell(string.Join("  ", node.Chains.Values)), "", status.IsReady ? $"[green]{Markup.Escape(status.State)}[/]" : $"[red]{Markup.Escape(status.State)}[/]");
        }

        table.AddRow(Cell("PostgreSQL"), Cell($"{state.PostgresHost}:{state.PostgresPort}"), Cell(state.PostgresVersion), Cell("database desk"));
        screen.Table(table);
        if (options is null)
        {
            return;
        }

        await ShowChainsAsync(state, screen);
        var secrets = Secrets.LoadOrMake(options.Workspace.SecretsFile);
        if (state.Services.Any(service => service.Name == ServiceEnvironment.IdentityService))
        {
            screen.Line(secrets.Administrator is { } administrator
                ? $"First administrator: {administrator.Email}; the password is in {options.Workspace.SecretsFile} (administrator.password)."
                : "Nobody can sign in yet: './desk identity bootstrap --email YOU@EXAMPLE' makes the first administrator.");
        }

        if (secrets.Demo is { People.Count: > 0 } demo)
        {
            screen.Line($"Demo people, one for each role: {string.Join(", ", demo.People.Keys)}; their passwords are there too (demo.people).");
        }
    }

    private static async Task ShowChainsAsync(RunState state, Screen screen)
    {
        switch (state.Chains)
        {
            case null when state.Services.Any(service => service.Name == ServiceEnvironment.ChainWatcherService):
                screen.Line("No chain is followed (--chain none).");
                break;
            case { Source: ChainSources.Replay, Nodes: var nodes }:
                foreach (var node in nodes)
                {
                    screen.Line($"{node.Name}: {(await ChainNodes.AskAsync(node, CancellationToken.None)).Detail}.");
                }

                break;
            case { Source: ChainSources.Lab, Nodes: [var lab] }:
                screen.Line($"The chain lab executes real runtimes; './desk chain followers' shows its chains. To let something happen, in {LabSource.Folder}:");
                screen.Line($"  node lab.mjs run-scenario purchase '{{\"who\":\"alice\"}}' --control-port {new Uri(lab.Control).Port}");
                break;
            case { } network:
                screen.Line($"Chain facts come from public nodes of {network.Source}; './desk chain followers' shows how far they were read.");
                break;
        }
    }

    private static string Cell(string text) => Markup.Escape(text);
}
