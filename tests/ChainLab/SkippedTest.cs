namespace CoretimeDesk.ChainLab;

/// <summary>Ends a test as skipped.</summary>
internal static class SkippedTest
{
    // xunit.v3 takes any exception whose message begins so as a skip: its door for libraries that do not reference it.
    private const string Marker = "$XunitDynamicSkip$";

    public static Exception Because(string reason) => new InvalidOperationException(Marker + reason);
}
