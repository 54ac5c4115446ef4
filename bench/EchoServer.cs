using CoretimeDesk.Leads.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Bench;

/// <summary>gRPC and nothing else: the same messages as a real command, no token, no journal, no database.</summary>
internal static class EchoServer
{
    public static async Task<int> RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Echo>();
        await app.RunAsync();
        return 0;
    }

    private sealed class Echo : LeadsService.LeadsServiceBase
    {
        public override Task<CreateAccountResponse> CreateAccount(CreateAccountRequest request, ServerCallContext context) => Task.FromResult(new CreateAccountResponse
        {
            Account = new() { AccountId = request.RequestId, Name = request.Name, Segment = request.Segment, AnnualCorePeriods = request.AnnualCorePeriods },
        });
    }
}
