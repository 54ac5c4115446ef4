using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>What the search for a PostgreSQL asks of the machine it runs on.</summary>
public interface IMachine
{
    bool IsRoot { get; }

    string? Variable(string name);

    Task<IReadOnlyList<PostgresBinaries>> FindBinariesAsync(CancellationToken cancellation);

    /// <summary>Whether a Docker engine answers, not merely whether its client is installed.</summary>
    Task<bool> DockerAnswersAsync(CancellationToken cancellation);

    bool Has(string program);

    /// <summary>False when the user says no, and when there is nobody to ask.</summary>
    bool Ask(string question);

    /// <summary>Runs a command that changes the machine; its exit code and output.</summary>
    Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation);
}

/// <summary>The real machine.</summary>
public sealed class ThisMachine(Output.Screen screen) : IMachine
{
    public bool IsRoot => ServerAccount.IsRoot;

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public Task<IReadOnlyList<PostgresBinaries>> FindBinariesAsync(CancellationToken cancellation) => PostgresBinaries.FindAllAsync(cancellation);

    public async Task<bool> DockerAnswersAsync(CancellationToken cancellation)
    {
        if (!Has("docker"))
        {
            return false;
        }

        // A client may wait long for an engine that is not there.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            return (await ChildProcess.RunAsync(new("docker", "version", "--format", "{{.Server.Version}}"), patience.Token)).ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public bool Has(string program) => Executables.OnPath(program) is not null;

    public bool Ask(string question) => screen.Ask(question);

    public async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        if (command[0] != "sudo")
        {
            return await ChildProcess.RunAsync(new(command[0], [.. command.Skip(1)]) { Environment = environment }, cancellation);
        }

        // sudo asks for a password on the terminal.
        using var process = ChildProcess.Start(new(command[0], [.. command.Skip(1)]) { Environment = environment, SharesStreams = true, WhenParentDies = null });
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, "");
    }
}
