using System.Diagnostics;

namespace CoretimeDesk.Compat.Tests.EndToEnd;

/// <summary>Waits for something that another thread does, with an end to patience.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string? words = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"after 20 s still not so: {words}");
            await Task.Delay(5);
        }
    }
}
