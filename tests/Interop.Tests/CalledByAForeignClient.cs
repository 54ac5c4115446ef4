namespace CoretimeDesk.Interop.Tests;

/// <summary>One run of a foreign client against a server of ours, begun when the first case asks for it.</summary>
public abstract class ForeignRun
{
    private readonly Lazy<Task<PeerReport>> _report;

    private protected ForeignRun(Func<(string Program, string[] Arguments)> client, Func<Task<IInteropHost>> host, string[] checks) =>
        _report = new(() => PeerReport.RunAsync(client(), host, checks));

    internal Task<PeerReport> Report => _report.Value;
}

/// <summary>The bare official server over our surface, called by a client of another stack. Each of its checks is a case.</summary>
public abstract class CalledByAForeignClient(ForeignRun run)
{
    public static TheoryData<string> Names => [.. Checks.Bare];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_passes(string check) => (await run.Report).AssertPassed(check);

    [Fact]
    public async Task Its_compression_was_used_both_ways() => Assert.Equal(["gzip → gzip"], (await run.Report).Encodings);
}

public sealed class CalledByNode(CalledByNode.Run run) : CalledByAForeignClient(run), IClassFixture<CalledByNode.Run>
{
    public sealed class Run() : ForeignRun(() => PeerTools.Node("client.js"), InteropHost.StartAsync, Checks.Bare);
}

public sealed class CalledByPython(CalledByPython.Run run) : CalledByAForeignClient(run), IClassFixture<CalledByPython.Run>
{
    public sealed class Run() : ForeignRun(() => PeerTools.PythonScript("client.py"), InteropHost.StartAsync, Checks.Bare);
}
