using System.Buffers;

namespace CoretimeDesk.Sidecar.Proxy;

/// <summary>Copies a stream without holding anything back: a message must not wait for the next one.</summary>
internal static class Pump
{
    private const int BufferBytes = 16 * 1024;

    public static async Task RunAsync(Stream from, Stream to, CancellationToken cancel)
    {
        // The first flush sends the headers, before there is anything to read.
        await to.FlushAsync(cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancel)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancel);
                await to.FlushAsync(cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
