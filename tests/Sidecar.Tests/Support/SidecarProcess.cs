using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CoretimeDesk.Sidecar.Tests.Support;

/// <summary>The sidecar as a process of its own, for one app; what is killed is this process, by its handle.</summary>
internal sealed partial class SidecarProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SidecarProcess(Process process, int http) => (_process, Http) = (process, http);

    public int Http { get; }

    /// <summary>Starts it and waits until it says which ports it took.</summary>
    public static async Task<SidecarProcess> StartAsync(string data, int appPort, params string[] more)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "CoretimeDesk.Sidecar.dll"), "--app-id", "app", "--app-port", appPort.ToString(CultureInfo.InvariantCulture), "--http-port", "0", "--grpc-port", "0",
            "--pubsub", Bed.PubSub, "--data", data, "--redelivery-ms", "20", .. more,
        ])
        {
            RedirectStandardOutput = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Ports().Match(line) is { Success: true } found)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException($"The sidecar ended with {process.ExitCode} before it said its ports.");
    }

    public Uri Publish(string topic, string id) => new($"http://127.0.0.1:{Http}/v1.0/publish/{Bed.PubSub}/{topic}?metadata.cloudevent.id={id}");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex("^sidecar of app: HTTP 127\\.0\\.0\\.1:([0-9]+), gRPC")]
    private static partial Regex Ports();
}
