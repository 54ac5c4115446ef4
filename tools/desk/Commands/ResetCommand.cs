using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Postgres;
using CoretimeDesk.Desk.Running;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk reset</c></summary>
internal static class ResetCommand
{
    public static Command Make()
    {
        var file = Shared.File();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new Command("reset", "Stop the desk and delete its data: database, events in flight, how far recorded chains were played, passwords, logs.") { file, yes };
        command.SetAction(async (result, cancellation) =>
        {
            var workspace = Workspace.Of(result.GetValue(file));
            var screen = new Screen();
            if (!result.GetValue(yes) && !screen.Ask($"Delete all data of the desk in {workspace.State}? This cannot be undone."))
            {
                screen.Line(screen.CanAsk ? "Nothing was deleted." : "Nothing was deleted: there is nobody to ask here. Add --yes to delete.");
                return 1;
            }

            await DownCommand.StopAsync(workspace, screen, cancellation);
            using var held = DeskLock.TryTake(workspace) ?? throw new DeskException("Another './desk up' started meanwhile; nothing was deleted.");
            foreach (var folder in PostgresFolder.All(workspace).Append(workspace.SidecarData).Append(workspace.ChainData).Append(workspace.Logs).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            foreach (var leftover in new[] { workspace.SecretsFile, workspace.SidecarApps, ProvisionCommand.OutputFile(workspace) })
            {
                File.Delete(leftover);
            }

            if (Environment.GetEnvironmentVariable(PostgresSearch.Variable) is { Length: > 0 })
            {
                screen.Warn($"{PostgresSearch.Variable} is set: database 'desk' on that server was not touched. Drop it there if you mean to.");
            }

            screen.Done("reset");
            return 0;
        });
        return command;
    }
}
