using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

/// <summary>A server call without a server.</summary>
internal sealed class FakeServerContext : ServerCallContext
{
    public Metadata? SentHeaders { get; private set; }

    protected override string MethodCore => "/tests.Texts/One";

    protected override string HostCore => "host";

    protected override string PeerCore => "ipv4:127.0.0.1:1";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => new(canceled: true);

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        SentHeaders = responseHeaders;
        return Task.CompletedTask;
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException($"asked with {options?.IsPropagateDeadline}");
}
