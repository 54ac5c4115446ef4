namespace CoretimeDesk.Interop.Tests;

/// <summary>A running server of interop.proto.</summary>
internal interface IInteropHost : IAsyncDisposable
{
    /// <summary>Host and port, as grpc-js and grpcio want a target.</summary>
    string Target { get; }

    /// <summary>The bearer token that its methods ask for; null when they ask for none.</summary>
    string? Token { get; }

    /// <summary>Message encodings of the calls that asked for compression, <c>request → response</c>.</summary>
    IReadOnlyCollection<string> Encodings { get; }
}
