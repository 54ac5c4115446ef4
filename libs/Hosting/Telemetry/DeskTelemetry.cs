using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Traces, metrics and logs of one service. They leave by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the other
/// standard <c>OTEL_*</c> variables work too. Registered <see cref="BaseProcessor{T}"/> of Activity and
/// <see cref="MetricReader"/> services are added, which is how tests listen.
/// </summary>
internal static class DeskTelemetry
{
    /// <summary>Every source and meter of the desk begins with this.</summary>
    public const string OwnSources = "CoretimeDesk.*";

    public static void AddDeskTelemetry(this IHostApplicationBuilder builder, ServiceIdentity service)
    {
        var export = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        void Describe(ResourceBuilder resource) => resource.AddService(service.Name, serviceNamespace: "coretime-desk", serviceVersion: service.Version);

        builder.Services.AddSingleton(provider =>
        {
            var traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe)
                .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", OwnSources);
            var processors = provider.GetServices<BaseProcessor<Activity>>().ToList();
            foreach (var processor in processors)
            {
                traces.AddProcessor(processor);
            }

            if (!export && processors.Count == 0)
            {
                // Nobody looks: trace ids still travel, spans are not filled in.
                traces.SetSampler(new AlwaysOffSampler());
            }

            return (export ? traces.AddOtlpExporter() : traces).Build();
        });
        builder.Services.AddSingleton(provider =>
        {
            var metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(
                "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", OwnSources);
            foreach (var reader in provider.GetServices<MetricReader>())
            {
                metrics.AddReader(reader);
            }

            return (export ? metrics.AddOtlpExporter() : metrics).Build();
        });
        builder.Services.AddHostedService<TelemetryLife>();
        AddLogs(builder, Describe, export);
    }

    private static void AddLogs(IHostApplicationBuilder builder, Action<ResourceBuilder> describe, bool export)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled; // ./desk adds its own, per service.
        });

        // Defaults; the configuration section "Logging" overrides them.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);
        // It warns of keys at rest without encryption: ours are guarded by the roles of the database.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));

        if (export)
        {
            builder.Logging.AddOpenTelemetry(logs =>
            {
                var resource = ResourceBuilder.CreateDefault();
                describe(resource);
                logs.SetResourceBuilder(resource);
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
                logs.AddOtlpExporter();
            });
        }
    }

    /// <summary>Builds both providers with the host, and sends what is left when the host has stopped.</summary>
    private sealed class TelemetryLife(TracerProvider traces, MeterProvider metrics) : IHostedLifecycleService
    {
        private const int FlushMilliseconds = 8000;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush(FlushMilliseconds);
            metrics.ForceFlush(FlushMilliseconds);
            return Task.CompletedTask;
        }
    }
}
