using System.CommandLine;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk logs</c></summary>
internal static class LogsCommand
{
    public static Command Make()
    {
        var file = Shared.File();
        var name = new Argument<string?>("name") { Description = "A service, 'sidecar', 'postgres' or 'desk'; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the last lines of each log.", DefaultValueFactory = _ => 50 };
        var follow = new Option<bool>("--follow") { Description = "Go on showing what is added, until Ctrl-C." };
        var command = new Command("logs", "Show the logs of the running desk, or of the last one.") { name, file, lines, follow };
        command.SetAction(async (result, cancellation) =>
        {
            var workspace = Workspace.Of(result.GetValue(file));
            var logs = Find(workspace, result.GetValue(name));
            var screen = new Screen();
            var positions = new Dictionary<string, long>();
            foreach (var (log, i) in logs.Select((log, i) => (log, i)))
            {
                foreach (var line in File.ReadLines(log.Path).TakeLast(result.GetValue(lines)))
                {
                    screen.Prefixed(log.Name, i, line);
                }

                positions[log.Path] = new FileInfo(log.Path).Length;
            }

            while (result.GetValue(follow))
            {
                foreach (var (log, i) in logs.Select((log, i) => (log, i)))
                {
                    positions[log.Path] = ShowNew(log.Path, positions[log.Path], line => screen.Prefixed(log.Name, i, line));
                }

                await Task.Delay(200, cancellation);
            }

            return 0;
        });
        return command;
    }

    private static List<(string Name, string Path)> Find(Workspace workspace, string? name)
    {
        List<(string Name, string Path)> all = Directory.Exists(workspace.Logs)
            ? [.. Directory.EnumerateFiles(workspace.Logs, "*.log").Order(StringComparer.Ordinal).Select(path => (Path.GetFileNameWithoutExtension(path), path))]
            : [];
        var server = Postgres.PostgresFolder.All(workspace).Select(folder => Path.Combine(folder, "server.log")).FirstOrDefault(File.Exists);
        if (server is not null)
        {
            all.Add(("postgres", server));
        }

        var chosen = all.Where(log => name is null || log.Name == name || log.Name.StartsWith(name + "-", StringComparison.Ordinal)).ToList();
        return chosen.Count > 0 ? chosen
            : all.Count == 0 ? throw new DeskException($"There are no logs: no desk has run from {workspace.Root} yet.")
            : throw new DeskException($"There is no log '{name}'; there are {string.Join(", ", all.Select(log => log.Name))}.");
    }

    /// <summary>Shows the whole lines after a position, and gives the position behind them.</summary>
    private static long ShowNew(string path, long position, Action<string> show)
    {
        if (!File.Exists(path))
        {
            return 0; // Just being rotated.
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = stream.Length < position ? 0 : position; // Shorter than before: a new file.
        var start = stream.Position;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var end = text.LastIndexOf('\n') + 1;
        foreach (var line in text[..end].Split('\n').SkipLast(1))
        {
            show(line);
        }

        return start + System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
    }
}
