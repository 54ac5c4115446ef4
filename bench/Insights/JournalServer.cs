using CoretimeDesk.Journal.V1;
using CoretimeDesk.LocalPostgres;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Bench.Insights;

/// <summary>Serves the journal of one part of the desk.</summary>
internal static class JournalServer
{
    public static async Task<(Uri Address, IAsyncDisposable Server)> StartAsync(Func<IEnumerable<JournalEntry>> told)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(FreePort.Next(), listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(told);
        var app = builder.Build();
        app.MapGrpcService<Told>();
        await app.StartAsync();
        return (new(app.Urls.First()), app);
    }

    private sealed class Told(Func<IEnumerable<JournalEntry>> told) : JournalService.JournalServiceBase
    {
        public override async Task Stream(StreamRequest request, IServerStreamWriter<JournalEntry> responseStream, ServerCallContext context)
        {
            responseStream.WriteOptions = new(WriteFlags.BufferHint);
            foreach (var entry in told())
            {
                await responseStream.WriteAsync(entry, context.CancellationToken);
            }
        }
    }
}
