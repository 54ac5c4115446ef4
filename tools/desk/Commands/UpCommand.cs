using System.CommandLine;
using System.Runtime.InteropServices;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Running.Chains;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk up</c></summary>
internal static class UpCommand
{
    public static Command Make()
    {
        var file = Shared.File();
        var empty = new Option<bool>("--empty") { Description = "Start without demo data." };
        var chain = new Option<string>("--chain")
        {
            Description = "Where chain facts come from. replay: recorded blocks, played once in about six minutes. lab: real runtimes, executed here (tests/ChainLab). paseo, kusama, polkadot: public nodes. none: nowhere.",
            DefaultValueFactory = _ => ChainSources.Replay,
        };
        chain.AcceptOnlyFromAmong([.. ChainSources.Names]);
        var noBuild = new Option<bool>("--no-build") { Description = "Start what was built last." };
        var detach = new Option<bool>("--detach", "-d") { Description = "Return once all is ready and leave the desk running; './desk down' stops it." };
        var configuration = new Option<string>("--configuration", "-c") { Description = "The configuration to build.", DefaultValueFactory = _ => "Release" };
        configuration.AcceptOnlyFromAmong("Release", "Debug");
        var freePorts = new Option<bool>("--free-ports") { Description = "Use other ports for those of tye.yaml that are taken." };
        var noSidecar = new Option<bool>("--no-sidecar") { Description = "Start no stand-in for Dapr, because a real sidecar runs; tell services its ports in tye.yaml." };
        var readyWithin = new Option<int>("--ready-within") { Description = "Seconds that each service has to become ready.", DefaultValueFactory = _ => 90 };
        var supervise = new Option<bool>("--supervise") { Hidden = true }; // The process that --detach leaves running.
        var command = new Command("up", "Start everything: a private PostgreSQL, the sidecar, chain nodes and every service of tye.yaml.")
        {
            file, empty, chain, noBuild, detach, configuration, freePorts, noSidecar, readyWithin, supervise,
        };
        command.SetAction(async (result, _) =>
        {
            var screen = new Screen();
            var chosen = result.GetValue(chain)!;
            if (chosen == ChainSources.Lab)
            {
                LabSource.Require(); // Before anything is built or left in the background.
            }

            var options = new UpOptions(Workspace.Of(result.GetValue(file)))
            {
                IsEmpty = result.GetValue(empty),
                Chain = ChainSources.Of(chosen),
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
