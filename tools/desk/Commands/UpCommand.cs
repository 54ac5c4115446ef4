using System.CommandLine;
using System.Runtime.InteropServices;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk up</c></summary>
internal static class UpCommand
{
    private static readonly string[] Networks = ["paseo", "kusama", "polkadot"];
    private static readonly string[] Chains = ["replay", "lab", .. Networks, "none"];

    public static Command Make()
    {
        var file = Shared.File();
        var empty = new Option<bool>("--empty") { Description = "Start without demo data." };
        var chain = new Option<string>("--chain") { Description = "Where chain facts come from: the public networks paseo, kusama and polkadot; or none. (replay and lab are not wired yet.)", DefaultValueFactory = _ => "replay" };
        chain.AcceptOnlyFromAmong(Chains);
        var noBuild = new Option<bool>("--no-build") { Description = "Start what was built last." };
        var detach = new Option<bool>("--detach", "-d") { Description = "Return once all is ready and leave the desk running; './desk down' stops it." };
        var configuration = new Option<string>("--configuration", "-c") { Description = "The configuration to build.", DefaultValueFactory = _ => "Release" };
        configuration.AcceptOnlyFromAmong("Release", "Debug");
        var freePorts = new Option<bool>("--free-ports") { Description = "Use other ports for those of tye.yaml that are taken." };
        var noSidecar = new Option<bool>("--no-sidecar") { Description = "Start no stand-in for Dapr, because a real sidecar runs; tell services its ports in tye.yaml." };
        var readyWithin = new Option<int>("--ready-within") { Description = "Seconds that each service has to become ready.", DefaultValueFactory = _ => 90 };
        var supervise = new Option<bool>("--supervise") { Hidden = true }; // The process that --detach leaves running.
        var command = new Command("up", "Start everything: a private PostgreSQL, the sidecar and every service of tye.yaml.")
        {
            file, empty, chain, noBuild, detach, configuration, freePorts, noSidecar, readyWithin, supervise,
        };
        command.SetAction(async (result, _) =>
        {
            var screen = new Screen();
            var chosen = result.GetValue(chain)!;
            if (chosen == "lab")
            {
                throw new DeskException("--chain lab: the desk does not start the chain lab by itself yet. Start it (tests/ChainLab/README.md) and name its nodes in tye.yaml, as Watcher__Chains__0__Endpoints__0 and so on; or use --chain none.");
            }

            if (result.GetResult(chain) is { Implicit: false } && chosen == "replay")
            {
                screen.Note("--chain replay: recorded blocks are not wired yet; the desk starts without chain facts.");
            }

            var options = new UpOptions(Workspace.Of(result.GetValue(file)))
            {
                IsEmpty = result.GetValue(empty),
                Network = Networks.Contains(chosen) ? chosen : null,
                Builds = !result.GetValue(noBuild),
                Configuration = result.GetValue(configuration)!,
                TakesFreePorts = result.GetValue(freePorts),
                HasSidecar = !result.GetValue(noSidecar),
                ReadyWithin = TimeSpan.FromSeconds(result.GetValue(readyWithin)),
            };
            return result.GetValue(detach)
                ? await DetachedRun.StartAsync(options, screen)
                : await RunAsync(options, screen, showsLogs: !result.GetValue(supervise));
        });
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, Screen screen, bool showsLogs)
    {
        using var held = await RunningDesk.TakeLockOrShowAsync(options.Workspace, screen);
        if (held is null)
        {
            return 0;
        }

        using var stop = new StopSignals(screen);
        await using var run = new DeskRun(options, screen, showsLogs);
        try
        {
            await run.StartAsync(stop.Token);
            await Overview.ShowAsync(run.State, options, screen);
            if (showsLogs)
            {
                screen.Note("Ctrl-C stops the desk.");
            }

            await stop.WaitAsync();
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Asked to stop while starting: the same way down.
        }
        finally
        {
            await run.StopAsync();
        }

        screen.Done("all stopped");
        return 0;
    }
}
