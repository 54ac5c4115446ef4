using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Running;

/// <summary>The program as somebody starts it.</summary>
public sealed class RunningTheProgram : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "replaynode.dll");
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private Process? _process;

    [Fact]
    public async Task It_tells_its_ports_in_one_line_and_ends_cleanly_when_it_is_terminated()
    {
        var process = Start("--recording", Fixtures.Folder, "--chain", "relay", "--start-at", "5", "--lag", "2");
        var ready = await ReadyAsync(process);
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(ready.GetProperty("control").GetString(), new { id = 1, method = "advance" });
        var heads = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");

        Assert.Equal((6, 4), (heads.GetProperty("best").GetProperty("number").GetInt32(), heads.GetProperty("finalized").GetProperty("number").GetInt32()));
        Assert.Equal(("paseo", "recorded", 2, 13), (ready.GetProperty("chain").GetString(), ready.GetProperty("mode").GetString(), ready.GetProperty("first").GetInt32(), ready.GetProperty("last").GetInt32()));
        Assert.Equal(process.Id, ready.GetProperty("pid").GetInt32());
        ProcessIdentity.Of(process.Id)!.Signal(UnixSignal.Terminate);
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task It_ends_with_whoever_started_it_when_told_to()
    {
        var process = Start("--recording", Path.Combine(Fixtures.Folder, "replay-coretime.json"), "--exit-with-stdin");
        await ReadyAsync(process);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task It_ends_on_order()
    {
        var process = Start("--recording", Fixtures.Folder, "--chain", "upgrade");
        var ready = await ReadyAsync(process);
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(ready.GetProperty("control").GetString(), new { method = "shutdown" });
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("--recording: /nowhere: there is no such file or folder", "--recording", "/nowhere")]
    [InlineData("has several chains: coretime, relay, upgrade; say which", "--recording", "*")]
    [InlineData("--start-at: 99 is not between 2 and 13", "--recording", "*", "--chain", "relay", "--start-at", "99")]
    [InlineData("--genesis: 'x' is no hash", "--recording", "*", "--chain", "relay", "--genesis", "x")]
    [InlineData("--busy fills the blocks of a synthetic chain", "--recording", "*", "--chain", "relay", "--busy", "5")]
    [InlineData("--every must be at least 1", "--recording", "*", "--every", "0")]
    [InlineData("99999 is no port", "--recording", "*", "--chain", "relay", "--port", "99999")]
    public async Task What_it_cannot_do_it_says_by_switch(string complaint, params string[] arguments)
    {
        var process = Start([.. arguments.Select(a => a == "*" ? Fixtures.Folder : a)]);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains(complaint, await error);
        Assert.DoesNotContain("ready", await output);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using var node = await Nodes.StartAsync();
        var e = await Assert.ThrowsAsync<ReplayNodeStartException>(() => Nodes.StartAsync(with: o => o with { Port = node.Rpc.Port }));
        Assert.Contains($"port {node.Rpc.Port} (RPC)", e.Message);
    }

    public void Dispose()
    {
        // A test that failed leaves nothing behind.
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
    }

    private Process Start(params string[] arguments) => _process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<JsonElement> ReadyAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Longest);
        return JsonSerializer.Deserialize<JsonElement>(line ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()));
    }
}
