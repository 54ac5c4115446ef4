namespace CoretimeDesk.Interop.Tests;

/// <summary>Our server, called by a client of another stack. The client runs once; each of its checks is a case here.</summary>
public abstract class CalledByAForeignClient(CalledByAForeignClient.Run run)
{
    public static TheoryData<string> Names => [.. Checks.All];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_passes(string check) => (await run.Report).AssertPassed(check);

    [Fact]
    public async Task It_asks_nothing_that_is_not_listed_here() => Assert.Equal(Checks.All, (await run.Report).Answers.Keys);

    [Fact]
    public async Task Its_compression_was_used_both_ways() => Assert.Equal(["gzip → gzip"], (await run.Report).Encodings);

    /// <summary>One run of the client, begun when the first case asks for it.</summary>
    public abstract class Run
    {
        private readonly Lazy<Task<PeerReport>> _report;

        private protected Run(Func<(string Program, string[] Arguments)> client) =>
            _report = new(() => PeerReport.RunAsync(client()));

        internal Task<PeerReport> Report => _report.Value;
    }
}

public sealed class CalledByNode(CalledByNode.OnNode run) : CalledByAForeignClient(run), IClassFixture<CalledByNode.OnNode>
{
    public sealed class OnNode() : Run(() => PeerTools.Node("client.js"));
}

public sealed class CalledByPython(CalledByPython.OnPython run) : CalledByAForeignClient(run), IClassFixture<CalledByPython.OnPython>
{
    public sealed class OnPython() : Run(() => PeerTools.PythonScript("client.py"));
}
