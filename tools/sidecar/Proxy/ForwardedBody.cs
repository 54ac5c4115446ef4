using System.Net;

namespace CoretimeDesk.Sidecar.Proxy;

/// <summary>A request body that is passed on as it comes, for as long as the caller keeps sending.</summary>
internal sealed class ForwardedBody(Stream from, CancellationToken cancel) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Pump.RunAsync(from, stream, cancel);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => Pump.RunAsync(from, stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
