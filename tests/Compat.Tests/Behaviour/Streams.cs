using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

/// <summary>A stream that has its messages already.</summary>
internal sealed class Reader(params string[] messages) : IAsyncStreamReader<string>
{
    private int _next = -1;

    public string Current => messages[_next];

    public List<CancellationToken> Tokens { get; } = [];

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        Tokens.Add(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(++_next < messages.Length);
    }
}

/// <summary>A stream that only writes down; it knows nothing of cancellation.</summary>
internal sealed class Writer : IClientStreamWriter<string>
{
    public List<string> Written { get; } = [];

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(string message)
    {
        Written.Add(message);
        return Task.CompletedTask;
    }

    public Task CompleteAsync() => Task.CompletedTask;
}
