namespace CoretimeDesk.Interop.Tests;

/// <summary>A service as the desk hosts its services, called by a client of another stack. Each of its checks is a case.</summary>
public abstract class CalledThroughTheSharedHosting(ForeignRun run)
{
    public static TheoryData<string> Names => [.. Checks.Desk];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_passes(string check) => (await run.Report).AssertPassed(check);
}

public sealed class CalledByNodeThroughTheSharedHosting(CalledByNodeThroughTheSharedHosting.Run run)
    : CalledThroughTheSharedHosting(run), IClassFixture<CalledByNodeThroughTheSharedHosting.Run>
{
    public sealed class Run() : ForeignRun(() => PeerTools.Node("client.js"), DeskInteropHost.StartAsync, Checks.Desk);
}

public sealed class CalledByPythonThroughTheSharedHosting(CalledByPythonThroughTheSharedHosting.Run run)
    : CalledThroughTheSharedHosting(run), IClassFixture<CalledByPythonThroughTheSharedHosting.Run>
{
    public sealed class Run() : ForeignRun(() => PeerTools.PythonScript("client.py"), DeskInteropHost.StartAsync, Checks.Desk);
}
