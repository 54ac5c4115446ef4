using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace CoretimeDesk.Web;

/// <summary>Says whether the service behind the pages answers. Without it there are still pages that say so.</summary>
internal sealed class Readiness(GrpcChannel quoting, Draining draining)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IResult> AnswerAsync(CancellationToken stop)
    {
        if (draining.HasBegun)
        {
            return Results.Json(new { service = "web", version = WebHost.Version, status = "stopping" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var (status, detail) = await AskAsync(stop);
        return Results.Json(new
        {
            service = "web",
            version = WebHost.Version,
            status = status == "ok" ? "ready" : "degraded",
            checks = new[] { new { name = "quoting", status, detail } },
        });
    }

    private async Task<(string Status, string Detail)> AskAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var answer = await new Health.HealthClient(quoting).CheckAsync(new(), cancellationToken: patience.Token);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? ("ok", "") : ("degraded", "does not serve at this moment");
        }
        catch (RpcException e)
        {
            return ("degraded", $"does not answer: {e.StatusCode}");
        }
    }
}
