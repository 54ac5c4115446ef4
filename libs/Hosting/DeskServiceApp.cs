using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting;

/// <summary>A built service.</summary>
public sealed class DeskServiceApp : IAsyncDisposable
{
    private readonly bool _migrates;
    private readonly bool _showsVersion;

    internal DeskServiceApp(WebApplication web, DeskServiceBuilder builder) =>
        (Web, _migrates, _showsVersion) = (web, builder.Migrates, builder.ShowsVersion);

    /// <summary>The application below.</summary>
    public WebApplication Web { get; }

    /// <summary>The container.</summary>
    public IServiceProvider Services => Web.Services;

    /// <summary>The addresses it listens on, once started.</summary>
    public IEnumerable<string> Urls => Web.Urls;

    /// <summary>
    /// The whole life of the process. <c>--version</c> prints it and <c>--migrate</c> applies migrations, both end at once;
    /// otherwise it serves until SIGTERM or Ctrl-C.
    /// </summary>
    /// <returns>The exit code: 0, or 1 when it could not start or migrate; the log says why.</returns>
    public async Task<int> RunAsync()
    {
        var identity = Services.GetRequiredService<ServiceIdentity>();
        if (_showsVersion)
        {
            Console.WriteLine($"{identity.Name} {identity.Version}");
            return 0;
        }

        var logger = Services.GetRequiredService<ILoggerFactory>().CreateLogger($"CoretimeDesk.{nameof(Hosting)}");
        try
        {
            if (_migrates)
            {
                await MigrateAsync(CancellationToken.None);
                return 0;
            }

            await StartAsync(CancellationToken.None);
            await Web.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (exception is not HostAbortedException)
        {
            logger.LogCritical(exception, "{Service} {Version} ends: {Why}", identity.Name, identity.Version, exception.Message);
            return 1;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Migrates when the settings say so, then listens. For tests; a process calls <see cref="RunAsync"/>.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (string.Equals(Web.Configuration["Desk:Migrate"], "OnStart", StringComparison.OrdinalIgnoreCase))
        {
            await MigrateAsync(cancellation);
        }

        // A missing key ring setting must end the start, not the first call.
        _ = Services.GetRequiredService<AccessTokens>();
        await Web.StartAsync(cancellation);
    }

    /// <summary>Applies every registered migration, in the order of registration.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        var logger = Services.GetRequiredService<ILoggerFactory>().CreateLogger($"CoretimeDesk.{nameof(Hosting)}");
        foreach (var migration in Services.GetServices<IDatabaseMigration>())
        {
            await migration.MigrateAsync(cancellation);
            logger.LogInformation("Database is up to date: {Migration}.", migration.Name);
        }
    }

    /// <summary>Stops gracefully.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => Web.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Web.DisposeAsync();
}
