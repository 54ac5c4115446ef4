using System.Diagnostics;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using Spectre.Console;

namespace CoretimeDesk.Desk.Testing;

/// <summary>Builds the solution once and runs its test projects, one after the other.</summary>
internal sealed class TestRun(string root, Screen screen)
{
    private static readonly TimeSpan ProjectPatience = TimeSpan.FromMinutes(35);

    /// <summary>
    /// Tests start hundreds of processes that live for seconds, and most of what those do is compile: none lives long enough for profiles of hot methods to pay, nor needs
    /// its code pages closed to writing. Whoever runs the tests may say otherwise.
    /// </summary>
    private static readonly Dictionary<string, string?> ShortLives = new[] { ("DOTNET_TieredPGO", "0"), ("DOTNET_EnableWriteXorExecute", "0") }
        .ToDictionary(setting => setting.Item1, setting => (string?)(Environment.GetEnvironmentVariable(setting.Item1) ?? setting.Item2));

    private readonly string _results = Path.Combine(root, "artifacts", "test-results");

    /// <param name="filter">Part of a project's name, else part of a test's full name, else an expression of <c>dotnet test --filter</c>.</param>
    /// <param name="builds">False runs what was built last.</param>
    /// <returns>0 when tests ran and all passed.</returns>
    public async Task<int> RunAsync(string? filter, bool builds, CancellationToken cancellation)
    {
        await InstallToolsAsync(cancellation);
        if (builds)
        {
            await screen.StepAsync("building the solution", tell => Projects.DotNetAsync(
                ["build", Path.Combine(root, "CoretimeDesk.sln"), "-c", "Release", "-m:2", "--nologo", "-v:m", "-tl:off"], tell, cancellation));
        }

        var all = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var named = all.Where(project => filter is not null && Name(project).Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        var expression = filter is null || named.Count > 0 ? null
            : filter.IndexOfAny(['=', '~']) >= 0 ? filter
            : $"FullyQualifiedName~{filter}";
        if (Directory.Exists(_results))
        {
            Directory.Delete(_results, recursive: true);
        }

        var outcomes = new List<Outcome>();
        foreach (var project in named.Count > 0 ? named : all)
        {
            var outcome = await screen.StepAsync($"testing {Name(project)}", _ => RunProjectAsync(project, expression, cancellation));
            outcomes.Add(outcome);
            if (outcome.IsBad)
            {
                Array.ForEach(outcome.Output, screen.Line);
            }
        }

        var left = await ThrowAwayFolders.SweepAsync(CancellationToken.None);
        if (left > 0)
        {
            screen.Warn($"{left} PostgreSQL server(s) of tests were still running and have been ended.");
        }

        return Summarise(outcomes);
    }

    private async Task InstallToolsAsync(CancellationToken cancellation)
    {
        var script = Path.Combine(root, "tests", "install-tools.sh");
        if (File.Exists(script))
        {
            await screen.StepAsync("installing what tests need", async _ =>
            {
                var (code, output) = await ChildProcess.RunAsync(new("bash", script) { WorkingDirectory = root }, cancellation);
                if (code != 0)
                {
                    throw new DeskException($"{script} failed with code {code}:\n{string.Join('\n', output.Trim().Split('\n').TakeLast(15))}");
                }
            });
        }
    }

    private async Task<Outcome> RunProjectAsync(string project, string? expression, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var folder = Path.Combine(_results, Name(project));
        List<string> words = ["test", project, "-c", "Release", "--no-build", "--nologo", "--logger", "trx;LogFileName=results.trx", "--results-directory", folder];
        if (expression is not null)
        {
            words.AddRange(["--filter", expression]);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ProjectPatience);
        int code;
        string output;
        try
        {
            (code, output) = await ChildProcess.RunAsync(new(Projects.DotNet, words) { WorkingDirectory = root, Environment = ShortLives }, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            (code, output) = (-1, $"It did not end within {ProjectPatience.TotalMinutes:0} minutes and was stopped.");
        }

        var result = TrxResult.Read(Path.Combine(folder, "results.trx"));

        // A run that broke without a failed test must not look like a good one; no result at all is fine only for a filter that matched nothing.
        var broke = (code != 0 && result is not { Failed: > 0 }) || (result is null && expression is null);
        return new(Name(project), result ?? new(0, 0, 0, []), broke, watch.Elapsed, [.. output.Split('\n').TakeLast(200)]);
    }

    private int Summarise(List<Outcome> outcomes)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("project", "passed", "failed", "skipped", "time", "");
        foreach (var outcome in outcomes.Where(outcome => outcome.IsBad || outcome.Result.Passed + outcome.Result.Skipped > 0))
        {
            table.AddRow(
                Markup.Escape(outcome.Project), $"{outcome.Result.Passed}", $"{outcome.Result.Failed}", $"{outcome.Result.Skipped}", $"{outcome.Time.TotalSeconds:0.0} s",
                outcome.Broke ? "[red]the run broke[/]" : outcome.IsBad ? "[red]failed[/]" : "[green]ok[/]");
        }

        screen.Table(table);
        foreach (var name in outcomes.SelectMany(outcome => outcome.Result.FailedNames))
        {
            screen.Warn($"failed: {name}");
        }

        var passed = outcomes.Sum(outcome => outcome.Result.Passed);
        var failed = outcomes.Sum(outcome => outcome.Result.Failed + (outcome.Broke ? 1 : 0)); // A broken run counts as one failure.
        var skipped = outcomes.Sum(outcome => outcome.Result.Skipped);
        if (passed + failed == 0)
        {
            screen.Warn("No test ran.");
        }

        screen.Line($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
        return passed > 0 && failed == 0 ? 0 : 1;
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project).Replace("CoretimeDesk.", "", StringComparison.Ordinal);

    private sealed record Outcome(string Project, TrxResult Result, bool Broke, TimeSpan Time, string[] Output)
    {
        public bool IsBad => Broke || Result.Failed > 0;
    }
}
