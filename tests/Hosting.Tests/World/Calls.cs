using Grpc.Core;

namespace CoretimeDesk.Hosting.Tests;

internal static class Calls
{
    /// <summary>The failure of a call that must fail.</summary>
    public static async Task<RpcException> FailureOf<T>(AsyncUnaryCall<T> call) =>
        await Assert.ThrowsAsync<RpcException>(async () => await call);

    /// <summary>Waits until something holds, for at most ten seconds.</summary>
    public static async Task Eventually(Func<Task<bool>> holds, string what)
    {
        for (var end = DateTime.UtcNow.AddSeconds(10); !await holds(); await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < end, $"Not within ten seconds: {what}.");
        }
    }
}
