using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

/// <summary>Clients that do not wait long, and calls to try them with.</summary>
internal static class Clients
{
    public static readonly RpcBackoff Quick = new() { First = TimeSpan.FromMilliseconds(1), Max = TimeSpan.FromMilliseconds(5) };

    public static RpcClient Of(params Uri[] endpoints) => new(new() { Endpoints = endpoints, Backoff = Quick });

    public static RpcCall<string> Echo(string text) => new("echo", new RpcParams().Add(text), RpcDecodeFirst);

    public static RpcCall<string> Named(string method) => new(method, RpcParams.None, RpcDecode.Text);

    /// <summary>Waits for something that another thread does, not for a time.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 2000, "It did not come true.");
            await Task.Delay(5);
        }
    }

    /// <summary>Nothing here takes long; a hang shall be told as one.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(15));

    /// <inheritdoc cref="Soon{T}"/>
    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(15));

    private static string RpcDecodeFirst(ref System.Text.Json.Utf8JsonReader reader) => RpcDecode.Json(ref reader)[0].GetString()!;
}
