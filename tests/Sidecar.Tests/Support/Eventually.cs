namespace CoretimeDesk.Sidecar.Tests.Support;

/// <summary>Looks again and again until something is so, or a deadline passes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task TrueAsync(Func<bool> condition, Func<string> describe)
    {
        for (var until = DateTime.UtcNow + Patience; !condition();)
        {
            Assert.True(DateTime.UtcNow < until, $"Not within {Patience.TotalSeconds} s: {describe()}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> describe)
    {
        for (var until = DateTime.UtcNow + Patience; !await condition();)
        {
            Assert.True(DateTime.UtcNow < until, $"Not within {Patience.TotalSeconds} s: {describe()}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
