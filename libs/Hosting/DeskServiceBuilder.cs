using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>Collects what a service is made of. Not thread-safe; build once.</summary>
public sealed class DeskServiceBuilder
{
    private const string MigrateSwitch = "--migrate";
    private const string VersionSwitch = "--version";
    private readonly WebApplicationBuilder _web;
    private readonly ServedDescriptors _served = new();
    private readonly List<Action<WebApplication>> _maps = [];
    private bool _issuesTokens;

    internal DeskServiceBuilder(string[] args, string appId)
    {
        (Migrates, ShowsVersion) = (args.Contains(MigrateSwitch), args.Contains(VersionSwitch));
        _web = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // The two switches take no value; the configuration would swallow the argument that follows.
            Args = [.. args.Where(a => a is not (MigrateSwitch or VersionSwitch))],
            // Not the current folder, where anybody's appsettings.json may lie.
            ContentRootPath = AppContext.BaseDirectory,
        });
        Identity = ServiceIdentity.Of(_web.Configuration["APP_ID"] is { Length: > 0 } set ? set : appId);

        AddBasics();
        AddTokens();
        AddGrpc();
        _web.AddDeskTelemetry(Identity);
        DeskKestrel.Configure(_web);
    }

    /// <summary>Name and version of the service.</summary>
    public ServiceIdentity Identity { get; }

    /// <summary>The container.</summary>
    public IServiceCollection Services => _web.Services;

    /// <summary>Environment variables, arguments, appsettings.json.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>Logging providers and filters.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>The host below.</summary>
    public IHostBuilder Host => _web.Host;

    /// <summary>The web host below: servers, for tests.</summary>
    public IWebHostBuilder WebHost => _web.WebHost;

    /// <summary>Development or production.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>Who may call what. Replaced only by tests that bring their own services.</summary>
    public AccessTable? Access { get; set; }

    internal bool Migrates { get; }

    internal bool ShowsVersion { get; }

    /// <summary>Serves a gRPC service: on the wire, in reflection, in health, and checked against the access table.</summary>
    public DeskServiceBuilder AddGrpcService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TService>()
        where TService : class
    {
        _served.Add(ServiceDescriptors.Of(typeof(TService)));
        return OnMap(app => app.MapGrpcService<TService>());
    }

    /// <summary>Adds routes when the application is built, after the shared middlewares.</summary>
    public DeskServiceBuilder OnMap(Action<WebApplication> map)
    {
        _maps.Add(map);
        return this;
    }

    /// <summary>
    /// A connection pool for <c>ConnectionStrings:Database</c> as the container's <see cref="NpgsqlDataSource"/>, watched by
    /// readiness.
    /// </summary>
    public DeskServiceBuilder AddDatabase()
    {
        Services.AddSingleton(provider => Databases.Open(provider, "Database"));
        Services.AddSingleton<IReadinessCheck>(provider => new DatabaseCheck("database", provider.GetRequiredService<NpgsqlDataSource>()));
        return this;
    }

    /// <summary>Adds a condition for readiness.</summary>
    public DeskServiceBuilder AddReadinessCheck<TCheck>()
        where TCheck : class, IReadinessCheck
    {
        Services.AddSingleton<IReadinessCheck, TCheck>();
        return this;
    }

    /// <summary>Makes this service the issuer: it may create keys in the ring, and its migration creates the ring's table.</summary>
    public DeskServiceBuilder IssueTokens()
    {
        _issuesTokens = true;
        return this;
    }

    /// <summary>Uses another key ring than <c>ConnectionStrings:KeyRing</c>.</summary>
    public DeskServiceBuilder UseKeyRing(IXmlRepository ring)
    {
        Services.RemoveAll<IXmlRepository>();
        Services.AddSingleton(ring);
        return this;
    }

    /// <summary>Builds the application and maps everything.</summary>
    /// <exception cref="AccessTableException">The access table is wrong, or silent about an RPC that is served.</exception>
    public DeskServiceApp Build()
    {
        if (_issuesTokens)
        {
            Services.AddSingleton<IDatabaseMigration, KeyRingMigration>();
        }

        var access = Access ?? AccessTable.Load();
        access.RequireAll(_served.Services);
        Services.AddSingleton(access);
        var app = _web.Build();

        app.UseMiddleware<HttpFailureMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<DeadlineMiddleware>();
        app.UseMiddleware<StreamEndMiddleware>();
        app.MapHealth(Identity);
        foreach (var map in _maps)
        {
            map(app);
        }

        return new(app, this);
    }

    private void AddBasics()
    {
        Services.AddSingleton(Identity);
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddOptions<CallLimits>().BindConfiguration(CallLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        Services.AddSingleton<CallRateLimiter>();
        Services.AddSingleton<StreamEnd>();
        Services.AddSingleton<Readiness>();
        Services.AddHostedService<Draining>();
        Services.AddOptions<HostOptions>().Configure<IOptions<CallLimits>>((host, limits) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(limits.Value.DrainSeconds + limits.Value.ShutdownSeconds));
    }

    private void AddTokens()
    {
        Services.AddSingleton<IXmlRepository>(provider => new PostgresKeyRing(Databases.Open(provider, "KeyRing")));
        Services.AddSingleton(provider => new TokenKeyRing(
            provider.GetRequiredService<IXmlRepository>(),
            _issuesTokens,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        Services.AddSingleton<RevocationList>();
        Services.TryAddSingleton<IRevocations>(provider => provider.GetRequiredService<RevocationList>());
        Services.AddSingleton(provider => new AccessTokens(
            provider.GetRequiredService<TokenKeyRing>(),
            provider.GetRequiredService<IRevocations>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private void AddGrpc()
    {
        Services.AddSingleton(_served);
        Services.AddSingleton<Reflector>();
        Services.AddSingleton<ErrorInterceptor>();
        Services.AddGrpc(grpc =>
        {
            grpc.EnableDetailedErrors = false; // Not even in development: tests see what callers see.
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        Services.AddOptions<Grpc.AspNetCore.Server.GrpcServiceOptions>().Configure<IOptions<CallLimits>>((grpc, limits) =>
            grpc.MaxReceiveMessageSize = limits.Value.MessageBytes);
        AddGrpcService<HealthGrpcService>();
        AddGrpcService<ReflectionGrpcService>();
        AddGrpcService<ReflectionAlphaGrpcService>();
    }
}
