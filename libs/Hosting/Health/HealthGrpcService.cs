using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CoretimeDesk.Hosting;

/// <summary>
/// grpc.health.v1. The names of this process's services, and the empty name, follow readiness. Kubernetes asks two more:
/// <c>readiness</c>, which is the same, and <c>liveness</c>, which is true while the process can answer at all, so that a
/// database that is away does not get every pod restarted.
/// </summary>
internal sealed class HealthGrpcService(
    Readiness readiness, ServedDescriptors served, IHostApplicationLifetime lifetime, TimeProvider time) : Grpc.Health.V1.Health.HealthBase
{
    private const string Liveness = "liveness";
    private const string ReadinessName = "readiness";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        await StatusOf(request.Service, context.CancellationToken) is { } status
            ? new HealthCheckResponse { Status = status }
            : throw new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"No service \"{request.Service}\" lives here.").ToRpc();

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        ServingStatus? told = null;
        try
        {
            while (true)
            {
                var status = await StatusOf(request.Service, stop.Token) ?? ServingStatus.ServiceUnknown;
                if (status != told)
                {
                    told = status;
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken);
                }

                await Task.Delay(Interval, time, stop.Token);
            }
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The process stops: one last word, then the stream ends and the watcher connects elsewhere.
            var last = Knows(request.Service) ? ServingStatus.NotServing : ServingStatus.ServiceUnknown;
            if (last != told)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = last }, context.CancellationToken);
            }
        }
    }

    private async Task<ServingStatus?> StatusOf(string service, CancellationToken cancellation) =>
        !Knows(service) ? null
        : service == Liveness ? ServingStatus.Serving
        : (await readiness.AskAsync(cancellation)).Serves ? ServingStatus.Serving
        : ServingStatus.NotServing;

    private bool Knows(string service) =>
        service is "" or Liveness or ReadinessName || served.Services.Any(s => s.FullName == service);
}
