using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Desk.Commands.Chain;

/// <summary>A node that a person named: when it cannot be reached, that is said at the first failure instead of being tried again.</summary>
internal static class NodeConnection
{
    /// <exception cref="DeskException">The node cannot be reached.</exception>
    public static async Task<ChainRpc> OpenAsync(string option, string address, CancellationToken cancellation)
    {
        var client = new RpcClient(new() { Endpoints = [ChainInput.Node(option, address)] });
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? fault = null;
        void Note(object? sender, RpcState state)
        {
            if (state.LastError is { } error && fault is null)
            {
                fault = error;
                failed.Cancel();
            }
        }

        client.StateChanged += Note;
        try
        {
            await client.ConnectAsync(failed.Token);
            client.StateChanged -= Note;
            return new(client);
        }
        catch (OperationCanceledException) when (fault is not null && !cancellation.IsCancellationRequested)
        {
            await client.DisposeAsync();
            throw new DeskException($"{option}: {fault.Message}", fault);
        }
    }
}
