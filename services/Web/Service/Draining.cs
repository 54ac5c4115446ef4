using System.Globalization;

namespace CoretimeDesk.Web;

/// <summary>
/// Before the port closes: "not ready" at once, and some seconds in which whoever has not heard of it yet is still answered. <c>Limits:DrainSeconds</c> (0),
/// <c>Limits:ShutdownSeconds</c> (20) for the pages in progress after that.
/// </summary>
internal sealed class Draining(TimeSpan length, TimeProvider time) : IHostedLifecycleService
{
    private const int ShutdownUsual = 20;
    private volatile bool _begun;

    /// <summary>The process is about to end.</summary>
    public bool HasBegun => _begun;

    /// <exception cref="InvalidOperationException">A setting is no number of seconds.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        var (drain, shutdown) = (Seconds(builder.Configuration, "DrainSeconds", 0), Seconds(builder.Configuration, "ShutdownSeconds", ShutdownUsual));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = drain + shutdown);
        builder.Services.AddSingleton(services => new Draining(drain, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<Draining>());
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        return Task.Delay(length, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan Seconds(ConfigurationManager configuration, string name, int usual) => configuration[$"Limits:{name}"] is not { Length: > 0 } text ? TimeSpan.FromSeconds(usual)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 600 ? TimeSpan.FromSeconds(number)
        : throw new InvalidOperationException($"The setting Limits__{name} is \"{text}\": give a whole number of seconds, at most 600.");
}
